import {teller, type Lang} from "../../model/text.js";
import {configurationName} from "../configuration.js";
import {deploymentOffer} from "../deployment-offer.js";
import {formatCount, formatNumber, withUnit} from "../format.js";
import {html, type Content, type Markup} from "../markup.js";
import {mark} from "../mark.js";
import {scenarioFacts, type ScenarioFacts} from "../scenario.js";
import type {Dataset} from "../../model/dataset.js";
import type {Kind} from "../view.js";
import {predictionFor} from "../predictions.js";
import {outcomes} from "../verdict.js";
import {colon} from "../words.js";
import type {Block} from "./block.js";
import {verdictsOf} from "./claims.js";

/** One card for each set-up of the article: what it asks, what the memory and the floors say, and what follows. */
export const scenarios: Block = {
  id: "scenarios",
  build({data, lang}) {
    return html`<div class="cards">${scenarioFacts(data).map((facts) => card(facts, data, lang))}</div>`;
  }
};

function card(facts: ScenarioFacts, data: Dataset, lang: Lang): Markup {
  const t = teller(lang);
  const {scenario, gpu, gpus, precision} = facts;
  const name = configurationName(data, {gpu: gpu.gpu, gpus, precision});
  const replica = facts.heads_divide ? "" : t(", one replica", "，单个副本");
  const ms = (value: number): string => withUnit(formatNumber(value), "ms", lang);
  const row = (label: string, kind: Kind, content: Content): Markup =>
    html`<div><dt>${mark(kind, lang)} ${label}</dt><dd>${content}</dd></div>`;
  const model = data.models.find((entry) => entry.names.includes(data.article.model.name));
  return html`<section class="card scenario" id="scenario-${scenario.id}">
<h3>${scenario.title[lang]} <span class="where">${data.article.noun[lang]} ${scenario.where}</span></h3>
<dl>
${row(t("Recommended", "推荐配置"), "published", name)}
${row(t("It promises", "承诺"), "published", html`<ul lang="en">${scenario.says.map((line) => html`<li>${line}</li>`)}</ul>`)}
${row(t("Loaded model, each GPU", "模型显存（每卡）"), "bound", html`${withUnit(formatNumber(facts.model_memory_gib), "GiB", lang)} ${t("of", "/")} ${withUnit(formatNumber(gpu.memory_mib / 1024), "GiB", lang)}`)}
${row(t("KV cache left", "可用 KV 缓存") + replica, "bound", html`${withUnit(formatCount(facts.kv_cache_tokens), "tokens", lang)}: ${t(`${formatCount(facts.requests_fit)} requests of ${data.article.setup.input_tokens_mean} + ${data.article.setup.output_tokens} tokens`, `可容纳 ${formatCount(facts.requests_fit)} 个 ${data.article.setup.input_tokens_mean} + ${data.article.setup.output_tokens} token 的请求`)}`)}
${row(t("E2E of one request, floor", "单请求 E2E 下限") + replica, "bound", html`${ms(facts.e2e_floor_ms)} = ${ms(facts.ttft_floor_ms)} + ${data.article.setup.output_tokens - 1} × ${ms(facts.tpot_floor_ms)}`)}
${facts.e2e_printed_ms === null ? null : row(t("E2E from the printed TTFT and TPOT", "由所印 TTFT 与 TPOT 推得的 E2E"), "published", ms(facts.e2e_printed_ms))}
</dl>
<p>${findings(facts, model?.config, data, lang).map((finding) => html`${finding} `)}</p>
${deploymentOffer(data, scenario, lang)}
<p class="claims-of">${t("Its assertions", "相关论断")}${colon[lang]}${claimLinks(scenario.where, data, lang)}</p>
</section>`;
}

/** What the numbers above settle by themselves. Verdicts on the article's sentences stand on the Claims page. */
function findings(facts: ScenarioFacts, config: unknown, data: Dataset, lang: Lang): string[] {
  const t = teller(lang);
  const lines: string[] = [];
  if (!facts.heads_divide) {
    const heads = facts.arch.attention.heads;
    lines.push(
      t(
        `Tensor parallelism over ${facts.gpus} GPUs is impossible: ${heads} attention heads do not divide by ${facts.gpus}. ${facts.gpus} independent replicas would work.`,
        `无法在 ${facts.gpus} 张卡上做张量并行：${heads} 个注意力头不能被 ${facts.gpus} 整除。可改为 ${facts.gpus} 个独立副本。`
      )
    );
  }
  const asked = facts.scenario.serve_flags?.["max-model-len"];
  const limit = facts.arch.maxPositions;
  if (typeof asked === "number" && asked > limit) {
    lines.push(
      t(
        `The printed command asks for ${formatCount(asked)} tokens of context; the model's config allows ${formatCount(limit)} unless YaRN is set, and the engine refuses to start.`,
        `所印命令要求 ${formatCount(asked)} token 上下文；模型配置只允许 ${formatCount(limit)}，除非启用 YaRN，否则引擎拒绝启动。`
      )
    );
  }
  if (typeof asked === "number" && facts.kv_cache_tokens > 0) {
    const full = Math.floor(facts.kv_cache_tokens / asked);
    lines.push(
      t(
        `At that length the KV cache holds ${formatCount(full)} full-length ${full === 1 ? "request" : "requests"}.`,
        `在该长度下，KV 缓存可容纳 ${formatCount(full)} 个满长请求。`
      )
    );
  }
  lines.push(...whatFits(facts, data, lang));
  if (config === undefined) lines.push(t("The model's config is not at hand.", "缺少该模型的配置。"));
  return lines;
}

/** How long an answer the promised latency allows, by prediction at the article's largest load. */
function whatFits(facts: ScenarioFacts, data: Dataset, lang: Lang): string[] {
  const t = teller(lang);
  const limit = facts.scenario.says
    .map((line) => /under ([\d.]+) s\b/.exec(line)?.[1])
    .find((found) => found !== undefined);
  const users = data.article.setup.concurrent_requests.max;
  const {gpu, gpus, precision} = facts;
  const prediction = predictionFor(data, {gpu: gpu.gpu, gpus, precision}, users);
  if (limit === undefined || prediction?.ttft_p50_ms == null || prediction.tpot_p50_ms == null) return [];
  const tokens = Math.max(0, Math.floor((Number(limit) * 1000 - prediction.ttft_p50_ms) / prediction.tpot_p50_ms) + 1);
  const asked = data.article.setup.output_tokens;
  return [
    t(
      `What would work: predicted for ${users} users, ${limit} s are enough for about ${formatCount(tokens)} output tokens in the median, not ${formatCount(asked)}; a limit on TTFT and TPOT apart says what a reader of a stream feels.`,
      `可行的做法：预测 ${users} 个用户时，${limit} s 的中位数只够输出约 ${formatCount(tokens)} 个 token，而非 ${formatCount(asked)} 个；应分别限定 TTFT 与 TPOT，才符合流式读者的感受。`
    )
  ];
}

function claimLinks(where: string, data: Dataset, lang: Lang): Markup {
  const claims = verdictsOf(data).filter((claim) => claim.where === where);
  const page = lang === "en" ? "/claims" : "/zh/claims";
  if (claims.length === 0) return html`${teller(lang)("none is checkable", "无可核查论断")}`;
  return html`${claims.map((claim, i) => html`${i === 0 ? null : teller(lang)(", ", "，")}<a href="${page}#claim-${claim.id}"><code>${claim.id}</code></a> <strong class="verdict-word ${claim.verdict.replace("_", "-")}"><span aria-hidden="true">${outcomes[claim.verdict].icon}</span> ${outcomes[claim.verdict].word[lang]}</strong>`)}`;
}
