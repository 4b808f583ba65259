import {rtx4090dNearA100} from "./article/4090d-near-a100.js";
import {a100BestSingle} from "./article/a100-best-single.js";
import {a100ForEnterprise} from "./article/a100-for-enterprise.js";
import {a100Ttft15pct} from "./article/a100-ttft-15pct.js";
import {a10gUnfit} from "./article/a10g-unfit.js";
import {bestMidIs4090dX4} from "./article/best-mid-is-4090d-x4.js";
import {bestSingleIs4090dGptq} from "./article/best-single-is-4090d-gptq.js";
import {costFollowsInputs} from "./article/cost-follows-inputs.js";
import {costLowestTp4} from "./article/cost-lowest-tp4.js";
import {costOneFifth} from "./article/cost-one-fifth.js";
import {energyA100Single} from "./article/energy-a100-single.js";
import {energyTp4Best} from "./article/energy-tp4-best.js";
import {gptqFaster} from "./article/gptq-faster.js";
import {gptqFits12gb} from "./article/gptq-fits-12gb.js";
import {gptqVramHalved} from "./article/gptq-vram-halved.js";
import {scenario8kContext} from "./article/scenario-8k-context.js";
import {scenarioCommand} from "./article/scenario-command.js";
import {scenarioP99} from "./article/scenario-p99.js";
import {selfBuiltCheapest} from "./article/self-built-cheapest.js";
import {sloDefinition} from "./article/slo-definition.js";
import {throughputIsMax} from "./article/throughput-is-max.js";
import {tp4MoreConcurrency} from "./article/tp4-more-concurrency.js";
import {tp4NearLinear} from "./article/tp4-near-linear.js";
import {tp4Throughput5x} from "./article/tp4-throughput-5x.js";
import {tp4Ttft620} from "./article/tp4-ttft-620.js";
import {vramA100} from "./article/vram-a100.js";
import type {Claim} from "./claim.js";

/** Assertions of the article whose judge is code: what data/claims cannot say. */
export const claims: readonly Claim[] = [
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
