import {costView} from "./cost.js";
import {latencyView} from "./latency.js";
import {memoryView} from "./memory.js";
import {powerView} from "./power.js";
import {sloView} from "./slo.js";
import {sweepView} from "./sweep.js";
import {throughputView} from "./throughput.js";
import type {ExploreView} from "./view.js";

/** The linked views, in the order of the page. */
export const exploreViews: readonly ExploreView[] = [
  throughputView,
  sweepView,
  latencyView,
  sloView,
  costView,
  memoryView,
  powerView
];
