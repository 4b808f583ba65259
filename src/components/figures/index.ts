import type {Figure} from "../view.js";
import {costPrinted} from "./cost-printed.js";
import {costPrice} from "./cost-price.js";
import {energyPrinted} from "./energy-printed.js";
import {energy} from "./energy.js";
import {memory} from "./memory.js";
import {pareto} from "./pareto.js";
import {publishedBound} from "./published-bound.js";
import {sweep} from "./sweep.js";
import {tpotBound} from "./tpot-bound.js";

/** Every figure of the report by its fixed id; pages name them in their figure blocks. */
export const figures: readonly Figure[] = [
  pareto,
  sweep,
  tpotBound,
  energy,
  memory,
  costPrice,
  costPrinted,
  publishedBound,
  energyPrinted
];
