import {meetsGoal, ratioToPeer, type BenchFigure, type BenchRecord} from "../../model/bench.js";
import {teller, type Lang} from "../../model/text.js";
import {formatNumber} from "../format.js";
import {html, type Markup} from "../markup.js";
import {tableHtml} from "../table.js";
import type {ViewColumn} from "../view.js";
import type {Block} from "./block.js";

/** A table for each bench, with its conditions, machine and command. */
export const benchTables: Block = {
  id: "benches",
  build({benches = [], lang}) {
    const t = teller(lang);
    if (benches.length === 0)
      return html`<p class="empty">${t("Nothing was measured yet: npm run bench.", "尚未测量：请运行 npm run bench。")}</p>`;
    return html`${benches.map((record) => one(record, lang))}`;
  }
};

function one(record: BenchRecord, lang: Lang): Markup {
  const t = teller(lang);
  const {bench, title, conditions, skipped, machine, date, command} = record;
  const busy = machine.load_before > machine.cores / 2;
  return html`<h3 id="bench-${bench}">${title[lang]}</h3>
${conditions.map((text) => html`<p>${text[lang]}</p>`)}
${record.figures.length === 0 ? null : table(record, lang)}
${skipped.length === 0 ? null : html`<p class="table-note">${t("Not measured: ", "未测量：")}<span lang="en">${skipped.join("; ")}</span></p>`}
<p class="table-note"><code>${command}</code>${t(", ", "，")}${date.slice(0, 10)}${t(", ", "，")}<span lang="en">${machine.cpu}</span>${t(`, ${machine.cores} cores, ${machine.memory_gib} GiB, Node ${machine.node}`, `，${machine.cores} 核，${machine.memory_gib} GiB，Node ${machine.node}`)}${busy ? t(`; the machine was busy (load ${formatNumber(machine.load_before)}): times are stretched`, `；测量时机器繁忙（负载 ${formatNumber(machine.load_before)}），时间偏长`) : null}${t(".", "。")}</p>`;
}

function table({title, figures}: BenchRecord, lang: Lang): Markup {
  const t = teller(lang);
  const column = (name: string, en: string, zh: string, numeric: boolean): ViewColumn => ({
    name,
    label: t(en, zh),
    unit: null,
    numeric
  });
  return tableHtml(
    {
      caption: title[lang],
      columns: [
        {...column("what", "Quantity", "量", false), long: true},
        column("value", "Value", "值", true),
        column("unit", "Unit", "单位", false),
        column("peer", "Beside it", "对比", false),
        column("peer_value", "Its value", "对比值", true),
        column("ratio", "Ratio", "比值", true),
        column("goal", "Goal", "目标", false)
      ],
      rows: figures.map((figure) => ({
        what: figure.what[lang],
        value: figure.value,
        unit: figure.unit,
        peer: figure.peer?.name ?? null,
        peer_value: figure.peer?.value ?? null,
        ratio: ratioToPeer(figure),
        goal: goalOf(figure, lang)
      }))
    },
    lang
  );
}

function goalOf(figure: BenchFigure, lang: Lang): string | null {
  const met = meetsGoal(figure);
  if (met === null) return null;
  const t = teller(lang);
  const sign = figure.better === "lower" ? "≤" : "≥";
  return `${sign} ${formatNumber(figure.goal)}${t(", ", "，")}${met ? t("met", "达标") : t("missed", "未达标")}`;
}
