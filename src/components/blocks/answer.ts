import {max} from "d3";
import {curvesOf} from "../../model/curve.js";
import {teller} from "../../model/text.js";
import {configurationName} from "../configuration.js";
import {formatNumber, withUnit} from "../format.js";
import {html} from "../markup.js";
import {articleCurves, articleWorkload, spread} from "../workload.js";
import type {Block} from "./block.js";
import {verdictsOf} from "./claims.js";

/** The report's first sentence: what survives of the article, and what was seen at its load on a measured card. */
export const answer: Block = {
  id: "answer",
  build({data, lang}) {
    const t = teller(lang);
    const verdicts = verdictsOf(data);
    const count = (outcome: string): number => verdicts.filter((verdict) => verdict.verdict === outcome).length;
    const own = verdicts.filter((verdict) => verdict.verdict === "refuted" && verdict.by === "published").length;
    const {input_tokens, output_tokens} = articleWorkload(data);
    const users = data.article.setup.concurrent_requests.max;
    const seen = articleCurves(data).flatMap((curve) => {
      const level = curve.levels.find((one) => one.concurrency === users);
      const all = level === undefined ? null : spread(level, "output_tokens_per_s").value;
      const user = level === undefined ? null : spread(level, "output_tokens_per_s_per_user").value;
      return all === null || user === null ? [] : [{name: configurationName(data, curve), all, user}];
    });
    const verdictPart = t(
      `Of the article's ${verdicts.length} assertions, ${count("refuted")} fail (${own} on its own numbers), ${count("supported")} hold, and ${count("not_testable")} cannot be tested with what is known.`,
      `文章的 ${verdicts.length} 条论断中，${count("refuted")} 条不成立（其中 ${own} 条与其自身数字矛盾），${count("supported")} 条成立，${count("not_testable")} 条凭现有信息无法检验。`
    );
    const measured = seen[0];
    const measuredPart =
      measured === undefined
        ? t(
            "Nothing was measured at its load yet: `npm run sweep` would.",
            "尚未在其负载下实测：可运行 `npm run sweep`。"
          )
        : t(
            `At ${users} users of ${input_tokens} tokens in and ${output_tokens} out, one ${measured.name} gave ${withUnit(formatNumber(measured.all), "tok/s", lang)} in all and ${withUnit(formatNumber(measured.user), "tok/s", lang)} to each.`,
            `在 ${users} 个用户、输入 ${input_tokens}、输出 ${output_tokens} token 的负载下，一张 ${measured.name} 总计 ${withUnit(formatNumber(measured.all), "tok/s", lang)}，每个用户 ${withUnit(formatNumber(measured.user), "tok/s", lang)}。`
          );
    return html`<p class="lede">${verdictPart} ${measuredPart}</p>`;
  }
};

/** Date of the newest measurement and number of runs: what the sentence above rests on. */
export const stamp: Block = {
  id: "stamp",
  build({data, lang}) {
    const t = teller(lang);
    const newest = max(data.points, (point) => point.end_utc ?? undefined);
    const date = newest === undefined ? "–" : new Date(newest).toISOString().slice(0, 10);
    const measured = data.points.filter((point) => point.kind === "measured");
    const runs = new Set(measured.map((point) => point.run)).size;
    const atLoad = curvesOf(measured, articleWorkload(data)).flatMap((curve) => curve.levels).length;
    return html`<p class="stamp">${t(`Newest measurement ${date}; ${runs} measured runs, ${measured.length} points, ${atLoad} of them load levels of the article's workload.`, `最新实测 ${date}；实测运行 ${runs} 次，测量点 ${measured.length} 个，其中文章负载的档位 ${atLoad} 个。`)}</p>`;
  }
};
