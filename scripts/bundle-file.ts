import {copyFileSync, mkdirSync} from "node:fs";
import {dirname} from "node:path";
import {fileURLToPath} from "node:url";
import {embeddedFiles, embeddedText} from "./embedded.js";

/** Set by the bundler (esbuild `define`) to true. */
declare const SWEEPBOOK_BUNDLE: boolean | undefined;

/** Writes the runner as one file that needs Node and nothing else; from within a bundle, a copy of it. */
export async function writeBundle(out: string): Promise<void> {
  mkdirSync(dirname(out), {recursive: true});
  if (typeof SWEEPBOOK_BUNDLE !== "undefined") {
    copyFileSync(fileURLToPath(import.meta.url), out);
    return;
  }
  const {build} = await import("esbuild");
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
    external: ["esbuild"], // never reached from within a bundle
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
