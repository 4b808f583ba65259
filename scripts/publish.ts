import {cp, mkdir, readFile, rename, rm, writeFile} from "node:fs/promises";
import {existsSync} from "node:fs";
import {join, resolve, sep} from "node:path";
import writeFileAtomic from "write-file-atomic";
import {parseAt} from "../loaders/border.js";
import {Problem} from "../src/model/problem.js";
import {command, main} from "./command.js";
import {buildFile, listBuilds} from "./publish/builds.js";
import {citationCff} from "./publish/citation.js";
import {indexPage, leadingTo} from "./publish/index-page.js";
import {publishedFile} from "./publish/published.js";
import {hashes} from "./web/tree.js";
import {snapshotSchema} from "./verify/snapshot.js";

const licences = ["LICENSE", "LICENSE-DATA"] as const;

interface Options {
  readonly from: string;
  readonly date: string;
  readonly replace: boolean;
  readonly record: boolean;
}

const program = command(
  "publish",
  "Puts the built report beside those published before: DIR/<date>-<data hash>/, an index of all, and a permalink by data " +
    `hash. Each carries its CITATION.cff and licences. Writes ${publishedFile}, which the next build compares itself with: commit it.`,
  ["npm run build && npm run publish -- published", "npm run serve -- published"]
)
  .argument("<dir>", "folder of all published builds: what a static host serves")
  .option("--from <dir>", "built report", "dist")
  .option("--date <YYYY-MM-DD>", "day of publication", day, new Date().toISOString().slice(0, 10))
  .option("--replace", "put this build in place of one of the same day and data that differs", false)
  .option("--no-record", `leave ${publishedFile} as it is`)
  .action(async (dir: string, {from, date, replace, record}: Options) => {
    const {hash, measured, title, snapshot} = await readReport(from);
    inside(dir, from);
    const folder = `${date}-${hash}`;
    const target = join(dir, folder);
    const draft = join(dir, `.${folder}.draft`);
    await mkdir(dir, {recursive: true});
    await rm(draft, {recursive: true, force: true});
    try {
      await cp(from, draft, {recursive: true});
      for (const file of licences) await cp(file, join(draft, file));
      await writeFile(join(draft, "CITATION.cff"), citationCff({hash, published: date, title}));
      const build = {schema: "sweepbook-build/1", hash, published: date, measured};
      await writeFile(join(draft, buildFile), `${JSON.stringify(build, null, 1)}\n`);
      await takePlace(draft, target, replace);
    } finally {
      await rm(draft, {recursive: true, force: true});
    }
    const builds = listBuilds(dir);
    for (const build of builds.toReversed())
      await page(
        join(dir, "data", build.hash),
        leadingTo(`../../${build.folder}/index.html`, `Report of data ${build.hash}`)
      );
    await page(join(dir, "latest"), leadingTo(`../${builds[0]!.folder}/index.html`, "Newest report"));
    await page(dir, indexPage(builds));
    if (record) {
      const last = {schema: "sweepbook-published/1", hash, published: date, snapshot};
      await writeFileAtomic(publishedFile, `${JSON.stringify(last, null, 1)}\n`);
    }
    console.log(`published ${target}, ${builds.length} build${builds.length === 1 ? "" : "s"} in ${dir}`);
    console.log(`permalink data/${hash}/`);
    if (record) console.log(`commit ${publishedFile}: the next build compares itself with it`);
  });

function day(value: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))) return value;
  throw new Problem("not a day", {value, remedy: "write YYYY-MM-DD"});
}

/** The hash, dates and snapshot of a built report, from its own files. */
async function readReport(from: string) {
  const home = await readFile(join(from, "index.html"), "utf8").catch(() => null);
  if (home === null) throw new Problem("the report is not built", {value: from, remedy: "run npm run build first"});
  const meta = (name: string): string => new RegExp(`<meta name="${name}" content="([^"]*)"`).exec(home)?.[1] ?? "";
  const hash = meta("sweepbook-data");
  if (!/^[0-9a-f]{6,64}$/.test(hash))
    throw new Problem("the report does not say the hash of its data", {value: hash, remedy: "run npm run build again"});
  const file = "data/snapshot.json";
  const text = await readFile(join(from, file), "utf8").catch((error: unknown) => {
    throw new Problem("the report has no snapshot", {where: file, remedy: "run npm run build again", error});
  });
  const title = /<title>([^<|]*)/.exec(home)?.[1]?.trim() ?? "Sweepbook report";
  return {hash, measured: meta("sweepbook-date"), title, snapshot: parseAt(snapshotSchema, JSON.parse(text), file)};
}

/** A publication inside the report it is made from would copy itself. */
function inside(dir: string, from: string): void {
  if (`${resolve(dir)}${sep}`.startsWith(`${resolve(from)}${sep}`))
    throw new Problem("the folder lies inside the built report", {value: dir, remedy: "name one outside it"});
}

/** Moves a finished draft to its place; the same build again is no change, another one wants --replace. */
async function takePlace(draft: string, target: string, replace: boolean): Promise<void> {
  if (existsSync(target)) {
    const [before, now] = await Promise.all([hashes(target), hashes(draft)]);
    if (JSON.stringify(before) === JSON.stringify(now)) return;
    if (!replace)
      throw new Problem("another build of this day and data is published", {
        value: target,
        remedy: "give --replace to put this one in its place, or another --date",
        exitCode: 1
      });
    await rm(target, {recursive: true});
  }
  await rename(draft, target);
}

async function page(folder: string, text: string): Promise<void> {
  await mkdir(folder, {recursive: true});
  await writeFileAtomic(join(folder, "index.html"), text);
}

await main(program);
