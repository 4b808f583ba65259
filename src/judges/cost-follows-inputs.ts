import {costPerMtok} from "../model/cost.js";
import {claim} from "../model/claims/claim.js";
import {rounding} from "../model/claims/compare.js";
import {nameOf} from "./single-cards.js";
import {digits, percent, say} from "../model/claims/words.js";

export const costFollowsInputs = claim({
  id: "cost-follows-inputs",
  said: {},
  zh: () => "每项成本都由该行的每小时价格与吞吐得出",
  depends_on: [],
  settles: say(
    () => "The formula behind the column: which tokens it counts, at which throughput and utilisation.",
    () => "该列的计算公式：计的是哪些 token，用的是哪个吞吐与利用率。"
  ),
  find(c) {
    const rows = c.rows("5.1").map((row) => {
      const price = c.read(row, "price_cny_per_hour");
      const tokens_per_s = c.read(row, "throughput_tokens_per_s");
      const printed = rounding(c.read(row, "cost_cny_per_mtok_output"));
      const at = (hour: number, rate: number): number =>
        costPerMtok({price_per_gpu_h: hour, gpus: 1, tokens_per_s: rate, utilisation: 1});
      const [p, t] = [rounding(price), rounding(tokens_per_s)];
      const cost = {value: at(price, tokens_per_s), lo: at(p.lo, t.hi), hi: at(p.hi, t.lo)};
      c.figure({en: `Cost, ${nameOf(row)}`, zh: `成本，${nameOf(row)}`}, cost.value, "CNY/Mtok", cost, "rounding");
      return {
        name: nameOf(row),
        printed,
        cost,
        price,
        tokens_per_s,
        agrees: cost.hi >= printed.lo && cost.lo <= printed.hi
      };
    });
    const wrong = rows.filter(({agrees}) => !agrees);
    const below = wrong.filter(({printed, cost}) => printed.hi < cost.lo);
    const worst = rows.reduce((a, b) =>
      Math.abs(Math.log(b.cost.value / b.printed.value)) > Math.abs(Math.log(a.cost.value / a.printed.value)) ? b : a
    );
    const inequality = `${digits(worst.price)} × 10⁶ / (${digits(worst.tokens_per_s)} × 3600) = ${digits(worst.cost.value)} ${worst.agrees ? "=" : "≠"} ${digits(worst.printed.value)}`;
    const because = say(
      (n) =>
        `${wrong.length} of ${rows.length} rows do not: ${rows.map(({name, cost, printed}) => `${name} ${n(cost.value, "CNY")} against ${digits(printed.value)} printed`).join("; ")}.${below.length > 0 ? ` ${below.length} lie below the cost of a machine that is busy all the time, so no utilisation explains them (${percent(worst.cost.value / worst.printed.value)} would be needed), and the factors differ from row to row.` : ""}`,
      (n) =>
        `${rows.length} 行中有 ${wrong.length} 行不符：${rows.map(({name, cost, printed}) => `${name} 算得 ${n(cost.value, "CNY")}，所印 ${digits(printed.value)}`).join("；")}。${below.length > 0 ? `其中 ${below.length} 行低于满负荷机器的成本，任何利用率都解释不了（需要 ${percent(worst.cost.value / worst.printed.value)}），且各行的倍数也不一样。` : ""}`
    );
    const base = {by: "published", strength: "self-consistent", because, n_runs: 1, inequality} as const;
    return wrong.length > 0
      ? {verdict: "refuted", reason: "arithmetic", ...base}
      : {verdict: "supported", reason: "holds", ...base};
  }
});
