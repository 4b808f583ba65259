import type {PlanRow} from "../model/prediction/plan.js";
import {teller, type Lang} from "../model/text.js";
import {html, type Markup} from "./markup.js";
import type {PlanQuestion} from "./plan-question.js";

/** A row of the ranking as the plan that `npm run emit` and `npm run accept` read (sweepbook-plan/1); null for one that cannot serve. */
export function planFile(row: PlanRow, question: PlanQuestion): {name: string; text: string} | null {
  const {gpu, gpus, precision, tensor_parallel} = row;
  if (gpus === null) return null;
  const {model, percentile, input_tokens, output_tokens, load} = question;
  const name = [model, gpu, precision, load]
    .join("-")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 40)
    .replace(/-$/, "");
  const plan = {
    schema: "sweepbook-plan/1",
    name,
    model,
    gpu,
    gpus,
    precision,
    tensor_parallel,
    load: {
      input_tokens,
      output_tokens,
      ...(load === "users" ? {concurrency: question.users} : {requests_per_s: question.rate_per_s})
    },
    slo: [`ttft_p${percentile}_ms<=${question.ttft_ms}`, `tpot_p${percentile}_ms<=${question.tpot_ms}`]
  };
  return {name: `${name}.json`, text: `${JSON.stringify(plan, null, 2)}\n`};
}

/** A link that downloads the row's plan; it needs no script. */
export function planLink(row: PlanRow, question: PlanQuestion, way: string, lang: Lang): Markup | null {
  const file = planFile(row, question);
  if (file === null) return null;
  const t = teller(lang);
  const address = `data:application/json;charset=utf-8,${encodeURIComponent(file.text)}`;
  return html`<a class="plan-file" href="${address}" download="${file.name}" aria-label="${t(`Plan file of ${way}`, `${way} 的方案文件`)}">${t("plan", "方案")}</a>`;
}
