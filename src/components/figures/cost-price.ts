import {greatest, least, sum} from "d3";
import {defaultAssumptions} from "../../model/assumptions.js";
import {shownKind} from "../../model/dataset.js";
import {teller} from "../../model/text.js";
import {ownColumn, viewColumns} from "../columns.js";
import {conditions, listed} from "../conditions.js";
import {costLines, type CostLine} from "../cost-lines.js";
import {costPanel} from "../cost-panel.js";
import {formatNumber, formatPrinted, withUnit} from "../format.js";
import {html} from "../markup.js";
import {panels} from "../panels.js";
import {chartWidth} from "../plot.js";
import {articleTables, printedRows} from "../published.js";
import type {Env, Figure} from "../view.js";
import {kindWords} from "../words.js";
import {articleCurves, sourceOf} from "../workload.js";

/** What a million output tokens cost at any price of a GPU-hour, one panel a currency. */
export const costPrice: Figure = {
  id: "cost-price",
  build(env) {
    const {data, lang} = env;
    const t = teller(lang);
    const assumptions = env.assumptions ?? defaultAssumptions;
    const lines = costLines(data, assumptions);
    if (lines.length === 0)
      return {
        empty: t("Enter prices in data/prices.yaml and run a sweep.", "请在 data/prices.yaml 中录入价格并运行 sweep。")
      };
    const points = articleCurves(data, assumptions.load)
      .flatMap((curve) => curve.levels)
      .filter((level) => lines.some((line) => line.id === level.rows[0]!.point_id))
      .flatMap((level) => level.rows);
    const printed = printedRows(data, ["cost_cny_per_mtok_output"]);
    const currencies = [...new Set(lines.map((line) => line.currency))];
    const title = finding(env, lines);
    const height = 390;
    const widths = panelWidths(lines, currencies);
    return {
      title,
      subtitle: t(
        `Cost per million output tokens against price per GPU-hour, both logarithmic, at ${withUnit(formatNumber(assumptions.utilisation * 100), "%", lang)} utilisation; filled = ${kindWords[shownKind(data)].en} at a known price, × = printed throughput at the printed price, hollow = cost as printed${points.length === 0 ? "" : `; ${kindWords[shownKind(data)].en}: ${conditions(points, lang)}, c = concurrency`}`,
        `每百万输出 token 成本与每卡小时价格，双对数坐标，利用率 ${withUnit(formatNumber(assumptions.utilisation * 100), "%", lang)}；实心为${kindWords[shownKind(data)].zh}吞吐按已知价格，× 为所印吞吐按所印价格，空心为所印成本${points.length === 0 ? "" : `；${kindWords[shownKind(data)].zh}：${conditions(points, lang)}，c 为并发`}`
      ),
      svg: panels(
        env.document,
        currencies.map((currency, i) => ({
          svg: costPanel(
            env,
            lines.filter((line) => line.currency === currency),
            {currency, width: widths[i]!, height}
          ),
          x: sum(widths.slice(0, i)) + 16 * i,
          y: 0,
          title: t(`${currency} per million output tokens`, `${currency}/百万输出 token`)
        })),
        height
      ),
      alt: t(
        `${lines.length} cost lines in ${currencies.join(" and ")}. ${title}.`,
        `${lines.length} 条成本线，货币 ${currencies.join("、")}。${title}。`
      ),
      table: {
        caption: t("Cost at known prices", "已知价格下的成本"),
        columns: [
          ...viewColumns(["id", "kind", "label", "concurrency"], lang),
          ownColumn("output_tokens_per_s", "tok/s", lang, "Output throughput", "输出吞吐"),
          ownColumn("gpus", "GPUs", lang, "GPUs", "卡数"),
          {name: "currency", label: t("Currency", "货币"), unit: null, numeric: false},
          ownColumn("price_per_gpu_h", null, lang, "Price per GPU-hour", "每卡小时价格"),
          {name: "basis", label: t("Basis of the price", "价格依据"), unit: null, numeric: false},
          ownColumn("cost_per_mtok_output", null, lang, "Cost per million output tokens", "每百万输出 token 成本"),
          ownColumn("cost_printed_per_mtok_output", null, lang, "Cost as printed", "所印成本")
        ],
        rows: lines.flatMap(rowsOfLine)
      },
      source: listed(
        [
          articleTables(data, printed, lang),
          sourceOf(points, data),
          [...new Set(lines.flatMap((line) => line.prices.map((price) => price.source)))]
            .filter((source) => !source.startsWith(data.article.noun.en))
            .join("; ")
        ],
        lang
      ),
      method: html`${t(
        "Cost = price per GPU-hour x GPUs x 1e6 / (output throughput x 3600 x utilisation), so each configuration and load is a straight line. Published lines use the printed throughput. A configuration stands in the panel of each currency that it has a price in; currencies are not converted. A card without a price is drawn as a line without a dot.",
        "成本 = 每卡小时价格×GPU 数×1e6/（输出吞吐×3600×利用率），故每个配置与负载为一条直线。已发表的线用所印吞吐。配置画在其有价格的各货币面板中，货币不换算。没有价格的卡只有线、没有点。"
      )}`,
      kinds: ([shownKind(data), "published"] as const).filter((kind) => lines.some((line) => line.kind === kind))
    };
  }
};

/** Panels share the width; one that names printed configurations beside its lines needs half as much again. */
function panelWidths(lines: readonly CostLine[], currencies: readonly string[]): number[] {
  const weights = currencies.map((currency) =>
    lines.some((line) => line.currency === currency && line.kind === "published") ? 1.5 : 1
  );
  return weights.map((weight) => ((chartWidth - 16 * (weights.length - 1)) * weight) / sum(weights));
}

function rowsOfLine(line: CostLine): Record<string, string | number | null>[] {
  const {id, kind, label, concurrency, output_tokens_per_s, gpus, currency} = line;
  const shared = {id, kind, label, concurrency, output_tokens_per_s, gpus, currency};
  const none = {price_per_gpu_h: null, basis: null, cost_per_mtok_output: null, cost_printed_per_mtok_output: null};
  if (line.prices.length === 0) return [{...shared, ...none}];
  return line.prices.map(({price_per_gpu_h, basis}) => ({
    ...shared,
    price_per_gpu_h,
    basis,
    cost_per_mtok_output: line.costPerPrice * price_per_gpu_h,
    cost_printed_per_mtok_output: line.printed
  }));
}

function finding({lang}: Env, lines: readonly CostLine[]): string {
  const t = teller(lang);
  const priced = lines.filter((line) => line.prices.length > 0);
  const at = (line: CostLine): number => line.costPerPrice * line.prices[0]!.price_per_gpu_h;
  const measured = priced.filter((line) => line.kind !== "published");
  const low = least(measured, at);
  const high = greatest(measured, (line) =>
    line.label === low?.label && line.currency === low.currency ? at(line) : -1
  );
  if (low !== undefined && high !== undefined)
    return t(
      `At ${formatPrinted(low.prices[0]!.price_per_gpu_h)} ${low.currency}/h, ${low.label} makes a million tokens for ${formatNumber(at(low))} ${low.currency} at c${low.concurrency}, ${formatNumber(at(high))} at c${high.concurrency}`,
      `按每小时 ${formatPrinted(low.prices[0]!.price_per_gpu_h)} ${low.currency}，${low.label} 每百万 token 成本在 c${low.concurrency} 为 ${formatNumber(at(low))} ${low.currency}，c${high.concurrency} 为 ${formatNumber(at(high))}`
    );
  const cheapest = least(priced, at);
  return cheapest === undefined
    ? t("No configuration has a price yet", "尚无配置有价格")
    : t(
        `From its own throughput, ${cheapest.label} is cheapest: ${formatNumber(at(cheapest))} ${cheapest.currency} per million tokens`,
        `按其自身吞吐，${cheapest.label} 最低：每百万 token ${formatNumber(at(cheapest))} ${cheapest.currency}`
      );
}
