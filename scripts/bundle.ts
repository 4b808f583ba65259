import {mkdirSync, statSync} from "node:fs";
import {dirname, resolve} from "node:path";
import {fileURLToPath} from "node:url";
import {build} from "esbuild";
import {command, main} from "./command.js";
import {embeddedFiles, embeddedText} from "./embedded.js";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Writes the runner as one file that needs Node and nothing else. */
async function bundle(out: string): Promise<void> {
  mkdirSync(dirname(out), {recursive: true});
  await build({
    entryPoints: [fileURLToPath(new URL("sweepbook.ts", import.meta.url))],
    outfile: out,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "eof",
    logLevel: "warning",
    // CommonJS libraries call require() for Node's own modules, and one names its temporary files after __filename.
    banner: {
      js: [
        'import {createRequire as sweepbookRequire} from "node:module";',
        'import {fileURLToPath as sweepbookPath} from "node:url";',
        "const require=sweepbookRequire(import.meta.url);",
        "const __filename=sweepbookPath(import.meta.url);"
      ].join("")
    },
    define: {
      SWEEPBOOK_BUNDLE: "true",
      SWEEPBOOK_FILES: JSON.stringify(Object.fromEntries(embeddedFiles.map((path) => [path, embeddedText(path)])))
    }
  });
}

const program = command(
  "bundle",
  "Packs sweep, doctor and the simulated server into one file for a host that has Node and vLLM only.",
  [
    "npm run bundle",
    "npm run bundle -- --out sweepbook.mjs",
    "node sweepbook.mjs sweep SPEC --runs DIR     on the host"
  ]
)
  .option("--out <file>", "file to write", resolve(root, ".cache/bundle/sweepbook.mjs"))
  .action(async ({out}: {out: string}) => {
    const file = resolve(out);
    await bundle(file);
    process.stdout.write(`${file} (${(statSync(file).size / 2 ** 20).toFixed(1)} MiB)\n`);
  });

await main(program);
