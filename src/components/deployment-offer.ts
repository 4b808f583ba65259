import {artefacts} from "../model/deployment/artefacts.js";
import {correct} from "../model/deployment/correct.js";
import {expectation, type Expected} from "../model/deployment/expectation.js";
import {offersOf} from "../model/deployment/offers.js";
import {scenarioWish} from "../model/deployment/scenario-wish.js";
import type {Scenario} from "../model/article.js";
import type {Dataset} from "../model/dataset.js";
import {calibration} from "../model/prediction/calibration.js";
import {teller, type Lang} from "../model/text.js";
import type {Unit} from "../model/units.js";
import {formatNumber, withUnit} from "./format.js";
import {html, type Markup} from "./markup.js";
import {mark} from "./mark.js";

const names = {vllm: "vLLM", compose: "Docker Compose", kserve: "KServe", slurm: "Slurm"} as const;

/** Files that start a scenario of the article, what of it had to be corrected, and what they are expected to give. */
export function deploymentOffer(data: Dataset, scenario: Scenario, lang: Lang): Markup | null {
  const t = teller(lang);
  const wish = scenarioWish(data, scenario);
  if (wish === null) return null;
  const deployment = correct(wish);
  const expected = expectation(calibration, deployment);
  const {load, corrections} = deployment;
  const interval = ({value, lo, hi}: Expected, unit: Unit): string =>
    `${withUnit(formatNumber(value), unit, lang)} (${formatNumber(lo)}–${formatNumber(hi)})`;
  return html`<div class="offer">
<h4>${t("Corrected, and ready to start", "修正后可直接启动")}</h4>
${
  corrections.length === 0
    ? html`<p>${t("Nothing had to be corrected.", "无需修正。")}</p>`
    : html`<ul>${corrections.map(({asked, given, why}) => html`<li><del><code>${asked}</code></del> → <ins><code>${given}</code></ins> ${why[lang]}</li>`)}</ul>`
}
${
  expected === null
    ? null
    : html`<p>${mark("predicted", lang)} ${t(
        `For ${load.concurrency} users at once, ${load.input_tokens} tokens in and ${load.output_tokens} out:`,
        `${load.concurrency} 个并发用户、输入 ${load.input_tokens}、输出 ${load.output_tokens} 个 token 时：`
      )} TTFT p90 ${interval(expected.ttft_p90_ms, "ms")}, TPOT p90 ${interval(expected.tpot_p90_ms, "ms")}, ${interval(expected.output_tokens_per_s, "tok/s")}.</p>`
}
${offersOf(scenario).map((target) => {
  const folder = `/deploy/${scenario.id}/${target}`;
  return html`<details class="drawer"><summary>${t(`Files for ${names[target]}`, `${names[target]} 文件`)}</summary>
<ul class="files">${artefacts(deployment, expected, target).map(
    ({path}) => html`<li><a href="${folder}/${path}" data-download="${path.split("/").at(-1)}">${path}</a></li>`
  )}</ul>
<p><code>npm run emit -- --plan article:${scenario.id} --to ${target} --out DIR</code></p></details>`;
})}
</div>`;
}
