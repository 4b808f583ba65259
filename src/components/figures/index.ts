import type {Figure} from "../view.js";
import {compareForest} from "./compare-forest.js";
import {compareSlope} from "./compare-slope.js";
import {costPrinted} from "./cost-printed.js";
import {costPrice} from "./cost-price.js";
import {ecdf} from "./ecdf.js";
import {energyPrinted} from "./energy-printed.js";
import {energy} from "./energy.js";
import {foretold} from "./foretold.js";
import {itl} from "./itl.js";
import {memory} from "./memory.js";
import {pareto} from "./pareto.js";
import {predicted} from "./predicted.js";
import {publishedBound} from "./published-bound.js";
import {scaling} from "./scaling.js";
import {sweep} from "./sweep.js";
import {timeline} from "./timeline.js";
import {tpotBound} from "./tpot-bound.js";
import {validation} from "./validation.js";

/** Every figure of the report by its fixed id; pages name them in their figure blocks. */
export const figures: readonly Figure[] = [
  pareto,
  sweep,
  ecdf,
  itl,
  tpotBound,
  energy,
  memory,
  timeline,
  costPrice,
  costPrinted,
  publishedBound,
  energyPrinted,
  compareForest,
  compareSlope,
  predicted,
  scaling,
  foretold,
  validation
];
