import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {prepare} from "../loaders/prepare.js";
import {readPrepared} from "../loaders/prepared.js";
import {fragments, preparedData} from "./markdown.js";
import {render} from "./render.js";

// The step before Framework: raw runs -> tables -> figures and blocks, as files that pages call by name.
const root = ".";
const runsDir = process.env["SWEEPBOOK_RUNS"] ?? join(root, "data/runs");
mkdirSync(preparedData, {recursive: true});
await prepare({root, runsDir, cacheDir: ".cache/loaders", outDir: preparedData});
const data = readPrepared(preparedData);
render(data, fragments, "src/figures");
writeFileSync(join(fragments, "ready"), "");
