import {readFile} from "node:fs/promises";
import writeFileAtomic from "write-file-atomic";
import {command, main} from "./command.js";
import {Problem} from "../src/model/problem.js";
import {assemble, mostBytes} from "./single-file/assemble.js";

const program = command(
  "single-file",
  "Writes Home, Results, Cost and Claims in both languages, with the data, as one HTML file that opens by double click and " +
    "needs no network. At most 3 MB.",
  ["npm run build && npm run single-file", "npm run single-file -- report.html"]
)
  .argument("[file]", "where to write", "sweepbook-report.html")
  .option("--from <dir>", "built report", "dist")
  .action(async (file: string, {from}: {from: string}) => {
    await readFile(`${from}/index.html`).catch(() => {
      throw new Problem("the report is not built", {value: from, remedy: "run npm run build first"});
    });
    const {html, embedded, left} = await assemble(from);
    const bytes = Buffer.byteLength(html);
    await writeFileAtomic(file, html);
    console.log(
      `${file}: ${(bytes / 1e6).toFixed(2)} MB (at most ${mostBytes / 1e6} MB), ${embedded.length} data files`
    );
    if (left.length > 0) console.log(`left out for their size: ${left.join(", ")}`);
    if (bytes > mostBytes) throw new Problem("the file is larger than it may be", {value: bytes, exitCode: 1});
  });

await main(program);
