import type {Dataset} from "../src/model/dataset.js";
import {loadClaims} from "./claims.js";
import {activeStudies} from "./config.js";
import {loadHardware} from "./hardware.js";
import {loadModels} from "./models.js";
import {loadPresets} from "./presets.js";
import {loadPrices} from "./prices.js";
import {loadRun} from "./run.js";
import {listRuns, runsFolder} from "./runs.js";
import {loadSource} from "./source.js";

/**
 * Reads everything from its source: the runs, the article, hardware, prices and models. No runs give empty tables.
 * @param options.root root of the repository, which holds data/
 * @param options.runsDir folder of runs; data/runs, or what SWEEPBOOK_RUNS names, when left out
 */
export function loadDataset(options: {root: string; runsDir?: string}): Dataset {
  const {root, runsDir = runsFolder(root)} = options;
  const hardware = loadHardware(root);
  const runs = listRuns(runsDir).map((run) => loadRun(runsDir, run, hardware));
  const points = runs.flatMap((run) => run.points);
  return {
    points,
    requests: runs.flatMap((run) => run.requests),
    itl: runs.flatMap((run) => run.itl),
    telemetry: runs.flatMap((run) => run.telemetry),
    servers: runs.flatMap((run) => run.servers),
    ...loadSource(root, points),
    hardware,
    prices: loadPrices(root),
    models: loadModels(root),
    claims: loadClaims(
      root,
      activeStudies(root).map(({name}) => name)
    ),
    presets: loadPresets(root)
  };
}
