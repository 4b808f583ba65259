import {createHash} from "node:crypto";
import {mkdir, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {build} from "esbuild";
import {localisedClient} from "./localise.js";

/** The parts of the framework's client that serve a page without cells: the sidebar, the contents, buttons that copy code. */
const parts = ["pre", "sidebar", "toc"];
const client = "node_modules/@observablehq/framework/dist/client";

/** Writes these parts below the site and returns their path: a ninth of what a page with cells loads. */
export async function writeLightClient(output: string): Promise<string> {
  const {outputFiles} = await build({
    stdin: {
      contents: parts.map((part) => `import ${JSON.stringify(`./${client}/${part}.js`)};`).join("\n"),
      resolveDir: process.cwd()
    },
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2022",
    minify: true,
    legalComments: "none"
  });
  const code = localisedClient(outputFiles[0]!.text);
  const file = `_observablehq/page.${createHash("sha256").update(code).digest("hex").slice(0, 8)}.js`;
  await mkdir(join(output, "_observablehq"), {recursive: true});
  await writeFile(join(output, file), code);
  return file;
}

const whole = /import "([^"]*)_observablehq\/client\.[0-9a-f]+\.js";/;

/** A page as it is, but where it defines no cell: then with the light client, and without the runtime of cells. */
export function withLightClient(html: string, file: string): string {
  const root = whole.exec(html)?.[1];
  if (root === undefined) return html;
  return html
    .replace(whole, () => `import "${root}${file}";`)
    .replace(
      /<link rel="modulepreload" href="[^"]*_observablehq\/(client|runtime|stdlib)\.[0-9a-f]+\.js">\n/g,
      (_, name) => (name === "client" ? `<link rel="modulepreload" href="${root}${file}">\n` : "")
    );
}
