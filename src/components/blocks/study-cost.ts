import {defaultAssumptions, type Assumptions} from "../../model/assumptions.js";
import {costPerMtok} from "../../model/cost.js";
import {shownKind, type Dataset} from "../../model/dataset.js";
import {busyShare, pricesUnder} from "../../model/price.js";
import {teller, type Lang} from "../../model/text.js";
import {formatPercent} from "../format.js";
import {html} from "../markup.js";
import {predictedConfigurations, type PredictedRow} from "../predicted-rows.js";
import {tableHtml} from "../table.js";
import type {Kind, ViewRow} from "../view.js";
import {spread} from "../workload.js";
import {kindWords} from "../words.js";
import type {Block} from "./block.js";

/** What a million output tokens cost at each known price, predicted with its interval or from a measured point, in its currency. */
export const studyCost: Block = {
  id: "study-cost",
  live: true,
  build({data, lang, assumptions = defaultAssumptions}) {
    const t = teller(lang);
    const rows = predictedConfigurations(data, assumptions)
      .flatMap(({rows}) => rows)
      .flatMap((row) => costRows(data, assumptions, row, lang));
    const busy = formatPercent(assumptions.utilisation);
    if (rows.length === 0)
      return html`<p class="empty">${t("No price of these GPUs is known: enter them under prices: in the study's file, with source and date.", "没有这些 GPU 的价格：请在研究文件的 prices: 下录入，并注明来源与日期。")}</p>`;
    return tableHtml(
      {
        caption:
          assumptions.utilisation === 1
            ? t("Cost of a million output tokens, machines busy all the time", "每百万输出 token 的成本，机器始终满载")
            : t(
                `Cost of a million output tokens, own machines ${busy} busy, rented ones given back when idle`,
                `每百万输出 token 的成本，自有机器利用率 ${busy}，租用的机器空闲即退`
              ),
        columns: [
          {name: "label", label: t("Configuration", "配置"), unit: null, numeric: false},
          {name: "concurrency", label: t("Streams", "并发"), unit: null, numeric: true},
          {
            name: "kind",
            label: t("Kind", "性质"),
            unit: null,
            numeric: false,
            show: (kind) => kindWords[kind as Kind][lang]
          },
          {name: "currency", label: t("Currency", "货币"), unit: null, numeric: false},
          {name: "price_per_gpu_h", label: t("Price per GPU-hour", "每卡小时价格"), unit: null, numeric: true},
          {name: "cost_per_mtok_output", label: t("Cost", "成本"), unit: null, numeric: true},
          {name: "cost_lo", label: t("Lower end", "下端"), unit: null, numeric: true},
          {name: "cost_hi", label: t("Upper end", "上端"), unit: null, numeric: true},
          {name: "source", label: t("Source of the price", "价格来源"), unit: null, numeric: false, long: true}
        ],
        rows
      },
      lang
    );
  }
};

function costRows(
  data: Dataset,
  assumptions: Assumptions,
  {label, concurrency, prediction, measured}: PredictedRow,
  lang: Lang
): ViewRow[] {
  const t = teller(lang);
  const {gpu, gpus} = prediction;
  const rates: {kind: Kind; at: number | null; lo: number | null; hi: number | null}[] = [
    {
      kind: "predicted",
      at: prediction.output_tokens_per_s,
      lo: prediction.output_tokens_per_s_lo,
      hi: prediction.output_tokens_per_s_hi
    },
    ...(measured === null
      ? []
      : [{kind: shownKind(data), at: spread(measured, "output_tokens_per_s").value, lo: null, hi: null}])
  ];
  return pricesUnder(data, assumptions)
    .filter((price) => price.gpu === gpu && price.gpus === gpus)
    .flatMap(({price_per_gpu_h, currency, basis, source, date, rented}) =>
      rates.flatMap(({kind, at, lo, hi}): ViewRow[] => {
        const cost = (tokens_per_s: number | null): number | null =>
          tokens_per_s === null
            ? null
            : costPerMtok({price_per_gpu_h, gpus, tokens_per_s, utilisation: busyShare({rented}, assumptions)});
        if (at === null) return [];
        return [
          {
            label,
            concurrency,
            kind,
            currency,
            price_per_gpu_h,
            cost_per_mtok_output: cost(at),
            cost_lo: cost(hi),
            cost_hi: cost(lo),
            source: basis === "assumed" ? t("your price", "您的价格") : `${source}, ${date}`
          }
        ];
      })
    );
}
