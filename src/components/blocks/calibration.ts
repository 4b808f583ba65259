import {calibration} from "../../model/prediction/calibration.js";
import {priors} from "../../model/prediction/parameters.js";
import {normalQuantile} from "../../model/statistics/normal.js";
import {teller} from "../../model/text.js";
import {formatNumber, formatPercent} from "../format.js";
import {html} from "../markup.js";
import {parameterWords} from "../parameter-words.js";
import {tableHtml} from "../table.js";
import type {Block} from "./block.js";

/** Every parameter: what was believed before measuring, what the fit made of it, and how much the data had to say. */
export const calibrationTable: Block = {
  id: "calibration",
  build({lang}) {
    const t = teller(lang);
    const {fitted_on, parameters} = calibration;
    const normal90 = normalQuantile(0.95); // both ends of 90 %
    const factor = (value: number): string => `×÷\u00a0${formatNumber(value)}`;
    const number = (name: string, en: string, zh: string, show: (value: number) => string) => ({
      name,
      label: t(en, zh),
      unit: null,
      numeric: true,
      show: (value: unknown) => show(value as number)
    });
    return tableHtml(
      {
        caption: t(
          `Parameters of the calibration, fitted on ${fitted_on.points.length} points of ${fitted_on.runs.join(", ")}`,
          `校准参数，拟合自 ${fitted_on.runs.join("、")} 的 ${fitted_on.points.length} 个测量点`
        ),
        columns: [
          {
            name: "parameter",
            label: t("Parameter", "参数"),
            unit: null,
            numeric: false,
            show: (value, row) => html`${row["meaning"] as string} <code class="conditions">${value as string}</code>`
          },
          number("prior_median", "Prior", "先验", formatNumber),
          number("prior_factor", "Prior, 90\u00a0%", "先验，90\u00a0%", factor),
          number("median", "Fitted", "拟合", formatNumber),
          number("factor", "Fitted, 90\u00a0%", "拟合，90\u00a0%", factor),
          number("told", "Told by data", "由数据确定", formatPercent),
          {
            name: "from",
            label: t("Where the prior comes from", "先验的依据（英文）"),
            unit: null,
            numeric: false,
            show: (value) => html`<span lang="en">${value as string}</span>`
          }
        ],
        rows: priors.flatMap(({name, from}) => {
          const found = parameters.find((parameter) => parameter.name === name);
          if (found === undefined) return [];
          const {prior_median, prior_spread, median, spread} = found;
          return [
            {
              parameter: name,
              meaning: parameterWords[name][lang],
              prior_median,
              prior_factor: Math.exp(normal90 * prior_spread),
              median,
              factor: Math.exp(normal90 * spread),
              // Share of the prior's variance that the measurements took away.
              told: Math.max(0, 1 - (spread / prior_spread) ** 2),
              from
            }
          ];
        })
      },
      lang
    );
  }
};
