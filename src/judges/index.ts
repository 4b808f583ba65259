import {rtx4090dNearA100} from "./4090d-near-a100.js";
import {a100BestSingle} from "./a100-best-single.js";
import {a100ForEnterprise} from "./a100-for-enterprise.js";
import {a100Ttft15pct} from "./a100-ttft-15pct.js";
import {a10gUnfit} from "./a10g-unfit.js";
import {bestMidIs4090dX4} from "./best-mid-is-4090d-x4.js";
import {bestSingleIs4090dGptq} from "./best-single-is-4090d-gptq.js";
import {costFollowsInputs} from "./cost-follows-inputs.js";
import {costLowestTp4} from "./cost-lowest-tp4.js";
import {costOneFifth} from "./cost-one-fifth.js";
import {energyA100Single} from "./energy-a100-single.js";
import {energyTp4Best} from "./energy-tp4-best.js";
import {gptqFaster} from "./gptq-faster.js";
import {gptqFits12gb} from "./gptq-fits-12gb.js";
import {gptqVramHalved} from "./gptq-vram-halved.js";
import {scenario8kContext} from "./scenario-8k-context.js";
import {scenarioCommand} from "./scenario-command.js";
import {scenarioP99} from "./scenario-p99.js";
import {selfBuiltCheapest} from "./self-built-cheapest.js";
import {sloDefinition} from "./slo-definition.js";
import {throughputIsMax} from "./throughput-is-max.js";
import {tp4MoreConcurrency} from "./tp4-more-concurrency.js";
import {tp4NearLinear} from "./tp4-near-linear.js";
import {tp4Throughput5x} from "./tp4-throughput-5x.js";
import {tp4Ttft620} from "./tp4-ttft-620.js";
import {vramA100} from "./vram-a100.js";
import type {Claim} from "../model/claims/claim.js";

/** Judges of a source's assertions that are code: what data/claims cannot say. An entry point enlists them. */
export const judges: readonly Claim[] = [
  a100BestSingle,
  a100Ttft15pct,
  rtx4090dNearA100,
  a10gUnfit,
  tp4Throughput5x,
  tp4NearLinear,
  tp4Ttft620,
  tp4MoreConcurrency,
  gptqVramHalved,
  gptqFits12gb,
  gptqFaster,
  scenario8kContext,
  scenarioP99,
  scenarioCommand,
  costLowestTp4,
  costOneFifth,
  costFollowsInputs,
  energyA100Single,
  energyTp4Best,
  sloDefinition,
  throughputIsMax,
  vramA100,
  bestSingleIs4090dGptq,
  bestMidIs4090dX4,
  a100ForEnterprise,
  selfBuiltCheapest
];
