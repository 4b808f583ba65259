import {createHash} from "node:crypto";
import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {max} from "d3-array";
import {activeStudies} from "../loaders/config.js";
import {prepare, type TableFiles} from "../loaders/prepare.js";
import {filesFile, readPrepared} from "../loaders/prepared.js";
import {loadBenches} from "../loaders/benches.js";
import {loadForetold} from "../loaders/foretold.js";
import {hashOfSources} from "../loaders/source-hash.js";
import {runOrigin} from "../loaders/provenance.js";
import {loadRunRecords} from "../loaders/run-record.js";
import {listRuns} from "../loaders/runs.js";
import {keepAnswersIn} from "../src/model/prediction/answers.js";
import type {ValidationRow} from "../src/model/prediction/validate.js";
import {exploreModelOf} from "../src/components/blocks/explore.js";
import {pack} from "../src/components/explore/pack.js";
import {predictionsOf} from "../src/components/predictions.js";
import {judges} from "../src/judges/index.js";
import {enlist, judge} from "../src/model/claims/judge.js";
import {packed} from "../src/model/reader-data.js";
import {hashInputs} from "../scripts/verify/inputs.js";
import {snapshot} from "../scripts/verify/snapshot.js";
import {valuesFile} from "../scripts/web/fragments.js";
import {framesFile} from "../scripts/web/frames.js";
import {outlineFile, type Outline} from "../scripts/web/outline.js";
import {searchFile} from "../scripts/web/search.js";
import {AnswersFile} from "./answers-file.js";
import {framesOf, type Stamp} from "./frame.js";
import {fragments, stampFile} from "./late.js";
import {calledValues, preparedData} from "./markdown.js";
import {render} from "./render.js";
import {leftOutPages} from "./left-out.js";
import {sitePages} from "./outline.js";
import {homeWithoutSource} from "./pages.js";
import {renderRun} from "./render-run.js";
import {renderStudy} from "./render-study.js";
import {searchEntry, searchIndex} from "./search.js";
import {changesSince} from "./snapshots.js";

// The step before Framework: raw runs -> tables -> figures and blocks, as files that pages call by name.
enlist(judges);
const root = ".";
const figuresDir = "src/figures";
const runsDir = process.env["SWEEPBOOK_RUNS"] ?? join(root, "data/runs");
mkdirSync(preparedData, {recursive: true});
const begun = performance.now();
let told = begun;
await prepare({
  root,
  runsDir,
  cacheDir: ".cache/loaders",
  outDir: preparedData,
  onProgress({done, total}) {
    const now = performance.now();
    if (now - told < 2000 || done === total) return;
    told = now;
    const left = Math.ceil((((now - begun) / done) * (total - done)) / 1000);
    process.stderr.write(`  ${done} of ${total} runs read, about ${left} s left\n`);
  }
});
const data = readPrepared(preparedData);
const answers = new AnswersFile(".cache/answers.json", `${hashOfSources(["src/model"])} ${process.version}`);
keepAnswersIn(answers);
const studies = activeStudies(root);
const validated = "data/validation.json";
const validation = existsSync(validated)
  ? (JSON.parse(readFileSync(validated, "utf8")) as {rows: ValidationRow[]}).rows
  : [];
mkdirSync(join(preparedData, "provenance"), {recursive: true});
for (const run of listRuns(runsDir)) {
  const origin = runOrigin({root, runsDir, points: data.points}, run);
  writeFileSync(join(preparedData, "provenance", `${run}.json`), JSON.stringify(origin));
}
const predictions = predictionsOf(data);
writeFileSync(join(preparedData, "reader.json"), JSON.stringify({...packed(data), predictions}));
const newest = max(data.points, (point) => point.end_utc ?? undefined);
const stamp: Stamp = {
  hash: createHash("sha256")
    .update(readFileSync(join(preparedData, "files.json")))
    .digest("hex")
    .slice(0, 12),
  date: newest === undefined ? "" : new Date(newest).toISOString().slice(0, 10),
  simulated: data.points.some((point) => point.kind === "simulated")
};
const now = snapshot(data, hashInputs(root, runsDir), studies);
writeFileSync(join(preparedData, "snapshot.json"), `${JSON.stringify(now, null, 1)}\n`);
const files = (JSON.parse(readFileSync(join(preparedData, filesFile), "utf8")) as TableFiles[]).flatMap(
  (table) => table.files
);
const runs = loadRunRecords(runsDir);
render(
  {
    data,
    validation,
    foretold: loadForetold(root),
    benches: loadBenches(root),
    changes: changesSince(root, now),
    files,
    runs,
    studies
  },
  stamp,
  fragments,
  figuresDir
);
for (const record of runs) renderRun(data, record, files, fragments, figuresDir);
for (const study of studies) renderStudy(data, study, files, fragments, figuresDir);
const outline: Outline = {
  leftOut: leftOutPages(studies),
  home: homeWithoutSource,
  runs: listRuns(runsDir)
};
writeFileSync(join(fragments, outlineFile), JSON.stringify(outline));
const standing = sitePages(outline.runs);
const index = searchIndex(standing.map((page) => searchEntry(page, fragments)));
writeFileSync(join(fragments, searchFile), index);
writeFileSync(join(fragments, framesFile), JSON.stringify(framesOf(standing, outline, stamp)));
const sources = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .map((name) => readFileSync(join(folder, name), "utf8"));
const values = {en: calledValues(data, sources("src"), "en"), zh: calledValues(data, sources("src/zh"), "zh")};
writeFileSync(join(fragments, valuesFile), JSON.stringify(values));
writeFileSync(join(preparedData, "explore.json"), pack(exploreModelOf(data)));
writeFileSync(join(preparedData, "verdicts.json"), `${JSON.stringify(judge(data), null, 1)}\n`);
answers.write();
writeFileSync(stampFile, JSON.stringify(stamp));
