import {answer, stamp} from "./answer.js";
import {articleTables} from "./article-tables.js";
import {assumptionsPanel} from "./assumptions.js";
import {auditOfPoints, auditOfPublished} from "./audit.js";
import type {Block} from "./block.js";
import {benchTables} from "./benches.js";
import {breakEvens, verdictFlips} from "./break-evens.js";
import {calibrationTable} from "./calibration.js";
import {changesBlock} from "./changes.js";
import {claimCards, verdictStrip} from "./claims.js";
import {compareAnswer, compareChoice, compareTable} from "./compare.js";
import {comparisonTable} from "./comparison.js";
import {definitions} from "./definitions.js";
import {explore} from "./explore.js";
import {files} from "./files.js";
import {importControl} from "../import/block.js";
import {loadLimits} from "./load-limits.js";
import {hardwareTable, priceTable} from "./listings.js";
import {origins} from "./origins.js";
import {planForm, planRanking} from "./plan.js";
import {pointTable} from "./point-table.js";
import {notebook} from "./notebook.js";
import {predictionsAnswer, predictionTable} from "./predictions.js";
import {runCommands, runFiles, runSummary} from "./run.js";
import {runIndex} from "./run-index.js";
import {scenarios} from "./scenarios.js";
import {studyIndex, studySummary} from "./study.js";
import {studyClaims} from "./study-claims.js";
import {studyCost} from "./study-cost.js";
import {serverTable} from "./servers.js";
import {validationError, validationFindings} from "./validation.js";
import {whatIf} from "./what-if.js";

/** Every block that a page may call by its id. */
export const blocks: readonly Block[] = [
  answer,
  stamp,
  verdictStrip,
  comparisonTable,
  assumptionsPanel,
  claimCards,
  breakEvens,
  verdictFlips,
  auditOfPoints,
  auditOfPublished,
  ...articleTables,
  definitions,
  benchTables,
  scenarios,
  loadLimits,
  serverTable,
  pointTable,
  priceTable,
  hardwareTable,
  predictionsAnswer,
  predictionTable,
  validationError,
  validationFindings,
  calibrationTable,
  whatIf,
  compareChoice,
  compareAnswer,
  compareTable,
  explore,
  changesBlock,
  runIndex,
  studyIndex,
  files,
  importControl,
  notebook,
  origins,
  planForm,
  planRanking
];

/** Blocks of a run's own page, beside those of the report that stand on it too. */
export const runBlocks: readonly Block[] = [runSummary, auditOfPoints, serverTable, pointTable, runCommands, runFiles];

/** Blocks that a study's own page may call. */
export const studyBlocks: readonly Block[] = [
  studySummary,
  assumptionsPanel,
  studyCost,
  comparisonTable,
  predictionTable,
  studyClaims,
  auditOfPoints,
  serverTable,
  pointTable
];
