import {mkdirSync, readdirSync, rmSync} from "node:fs";
import {join} from "node:path";
import {writeIfChanged} from "../loaders/write-if-changed.js";
import {runSlug, type RunRecord} from "../src/model/run-record.js";
import {langs, teller, type Lang} from "../src/model/text.js";

/** Folder of the pages of single runs below the site's root, in a language: written by the prepare step, never committed. */
export const runPagesFolder = (lang: Lang): string => (lang === "zh" ? "src/zh/runs" : "src/runs");

/** What stands on a run's page, as figures and blocks of its scope. */
export interface RunPage {
  readonly record: RunRecord;
  /** Figures that have something to draw, in order, by the name of their fragments. */
  readonly figures: readonly string[];
}

/** Writes a page of Markdown for each run in both languages, and removes those of runs that are gone. */
export function writeRunPages(pages: readonly RunPage[]): void {
  for (const lang of langs) {
    const folder = runPagesFolder(lang);
    mkdirSync(folder, {recursive: true});
    const wanted = new Set(pages.map(({record}) => `${runSlug(record.run)}.md`));
    for (const file of readdirSync(folder)) if (!wanted.has(file)) rmSync(join(folder, file), {recursive: true});
    for (const page of pages) {
      writeIfChanged(join(folder, `${runSlug(page.record.run)}.md`), Buffer.from(runPage(page, lang)));
    }
  }
}

/** The names of a run's fragments begin with this. */
export const runScope = (run: string): string => `runs/${runSlug(run)}/`;

function runPage({record: {run}, figures}: RunPage, lang: Lang): string {
  const t = teller(lang);
  const scope = runScope(run);
  const block = (...names: string[]): string =>
    `\`\`\`block\n${names.map((name) => `${scope}${name}`).join("\n")}\n\`\`\``;
  const drawn =
    figures.length === 0
      ? t("No figure applies: none has the points that it needs.", "没有适用的图：缺少绘图所需的测量点。")
      : `\`\`\`figure\n${figures.map((name) => `${scope}${name}`).join("\n")}\n\`\`\``;
  return `---
title: ${JSON.stringify(t(`Run ${run}`, `运行 ${run}`))}
toc: false${lang === "zh" ? "\nindex: false" : ""}
---

# ${t(`Run \`${run}\``, `运行 \`${run}\``)}

[${t("All runs", "全部运行")}](${lang === "zh" ? "/zh" : ""}/runs)

${block("run-summary")}

## ${t("Figures", "图")}

${drawn}

## ${t("Every point", "全部测量点")}

${block("points")}

## ${t("Audit", "审计")}

${block("audit-points")}

## ${t("Servers", "服务")}

${block("servers")}

## ${t("Exact commands", "完整命令")}

${block("run-commands")}

## ${t("Files", "文件")}

${block("run-files")}
`;
}
