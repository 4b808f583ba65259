import {statSync} from "node:fs";
import {resolve} from "node:path";
import {fileURLToPath} from "node:url";
import {writeBundle} from "./bundle-file.js";
import {command, main} from "./command.js";

const root = fileURLToPath(new URL("..", import.meta.url));

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
    await writeBundle(file);
    process.stdout.write(`${file} (${(statSync(file).size / 2 ** 20).toFixed(1)} MiB)\n`);
  });

await main(program);
