import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {legend, svgSource} from "../src/components/figure.js";
import {html, raw} from "../src/components/markup.js";
import {paletteCss} from "../src/components/palette.js";
import type {FigureView} from "../src/components/view.js";
import {word} from "../src/components/words.js";
import type {Study} from "../src/model/study.js";
import {teller, type Lang} from "../src/model/text.js";
import {reportPages} from "./studies.js";

/** What the report's sheet says of figures, for one that stands alone. */
const style = `body{margin:0;padding:.6rem;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;font-variant-numeric:tabular-nums;color:var(--ink);background:var(--ground)}h1{font-size:1.06rem;line-height:1.35;margin:0 0 .2rem}p,figcaption{font-size:.85rem;margin:.2rem 0 .5rem;color:var(--muted)}figure{margin:0;max-width:760px}.figure-chart{overflow-x:auto}:focus-visible{outline:3px solid var(--link)}svg{display:block;width:100%;min-width:34rem;height:auto}a{color:var(--link);display:inline-block;min-height:24px}.kind{margin-right:.8em;white-space:nowrap}.mark{display:inline-block;width:.62em;height:.62em;border-radius:50%;border:2px solid currentColor;box-sizing:border-box;margin-right:.2em}.kind.measured .mark{background:currentColor}.kind.imported .mark{background:color-mix(in srgb,currentColor 50%,transparent)}.kind.predicted .mark{border-style:dotted}.kind.simulated .mark{background:repeating-linear-gradient(45deg,currentColor 0 1px,transparent 1px 3px);border-width:1px}.kind.bound .mark{border:0;border-top:2px dashed currentColor;border-radius:0;width:1em;height:0;vertical-align:.3em}`;

interface Embedded {
  readonly id: string;
  readonly view: FigureView;
  readonly lang: Lang;
  /** First digits of the hash of the data. */
  readonly hash: string;
  /** Studies of the report: they decide which pages there are. */
  readonly studies: readonly Study[];
}

/** One figure as a page of its own, for frames in other pages: no script, no request, a way back to the report. */
export function embedPage({id, view, lang, hash, studies}: Embedded): string {
  const t = teller(lang);
  return `<!DOCTYPE html>\n${
    html`<html lang="${lang === "zh" ? "zh-CN" : "en"}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${view.title} | Sweepbook</title><link rel="icon" href="data:,"><meta name="sweepbook-data" content="${hash}"><style>${raw(paletteCss() + style)}</style></head><body><main><figure><h1>${view.title}</h1><p>${view.subtitle}</p><div class="figure-chart" role="region" tabindex="0" aria-label="${view.title} (${word("scrolls", lang)})">${raw(svgSource(view))}</div><figcaption>${legend(view.kinds, lang)} ${word("source", lang)}${t(": ", "：")}${view.source}</figcaption></figure><p><a href="${reportPage(id, studies)}" target="_blank" rel="noopener">${t("In the report: table, files, method", "在报告中查看：数据表、文件与方法")}</a> · ${t("data", "数据")} <code>${hash}</code></p></main></body></html>`
      .source
  }\n`;
}

/** Where a figure stands in the report, from its own page: the page with its story rather than Home. */
function reportPage(id: string, studies: readonly Study[]): string {
  const called = new RegExp(`^${id}$`, "m");
  const host = reportPages(studies)
    .map(({path}) => (path === "/" ? "index" : path.slice(1)))
    .toReversed()
    .find((name) => {
      if (id.startsWith("explore-")) return name === "explore";
      const file = join("src", `${name}.md`);
      return existsSync(file) && called.test(readFileSync(file, "utf8"));
    });
  return host === undefined ? "../index.html" : `../${host}.html#${id}`;
}
