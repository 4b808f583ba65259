import {existsSync, readdirSync} from "node:fs";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import {Problem} from "../src/model/problem.js";
import {keep, machineNow, type Measured} from "./bench/support/record.js";
import {command, main} from "./command.js";

const folder = join(import.meta.dirname, "bench");

const program = command(
  "bench",
  "Measures how fast this machine does the project's work, says what is worse than the last committed record, and writes data/bench/. Goals are printed, not asserted.",
  ["npm run bench", "npm run bench -- conversion simulator", "npm run bench -- --list"]
)
  .argument("[names...]", "benches to run, in this order (default: all)")
  .option("--list", "print the names and end", false)
  .action(async (names: string[], {list}: {list: boolean}) => {
    const known = benches();
    if (list) {
      console.log(known.join("\n"));
      return;
    }
    for (const name of names) {
      if (!known.includes(name))
        throw new Problem("no such bench", {value: name, remedy: `known: ${known.join(", ")}`});
    }
    for (const name of names.length > 0 ? names : known) {
      console.log(`\n${name}`);
      const machine = machineNow();
      await keep(name, machine, await run(name));
    }
  });

/** A bench is a file of scripts/bench that exports bench(). */
function benches(): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => file.slice(0, -".ts".length))
    .sort();
}

async function run(name: string): Promise<Measured> {
  const {bench} = (await import(pathToFileURL(join(folder, `${name}.ts`)).href)) as {bench: () => Promise<Measured>};
  return bench();
}

await main(program);
