import {mkdirSync, readdirSync, rmSync} from "node:fs";
import {join} from "node:path";
import {writeIfChanged} from "../loaders/write-if-changed.js";
import {anyRun} from "../scripts/web/run-template.js";
import {runSlug} from "../src/model/run-record.js";
import {langs, teller, type Lang} from "../src/model/text.js";

/** Folder of the pages of single runs below the site's root, in a language: written with the configuration, never committed. */
const runPagesFolder = (lang: Lang): string => (lang === "zh" ? "src/zh/runs" : "src/runs");

/** In a build, one page stands for those of all runs, so that many cost the framework no more than one. */
export function writeRunTemplate(): void {
  writeRunPages([anyRun]);
}

/**
 * Writes a page of Markdown for each run in both languages, and removes those of runs that are gone. A page names blocks
 * of its scope, whatever its run holds, so that pages need not wait for what is drawn.
 */
export function writeRunPages(runs: readonly string[]): void {
  for (const lang of langs) {
    const folder = runPagesFolder(lang);
    mkdirSync(folder, {recursive: true});
    const wanted = new Set(runs.map((run) => `${runSlug(run)}.md`));
    for (const file of readdirSync(folder)) if (!wanted.has(file)) rmSync(join(folder, file), {recursive: true});
    for (const run of runs) writeIfChanged(join(folder, `${runSlug(run)}.md`), Buffer.from(runPageSource(run, lang)));
  }
}

/** The names of a run's fragments begin with this. */
export const runScope = (run: string): string => `runs/${runSlug(run)}/`;

/** A run's page in Markdown. */
export function runPageSource(run: string, lang: Lang): string {
  const t = teller(lang);
  const scope = runScope(run);
  const block = (...names: string[]): string =>
    `\`\`\`block\n${names.map((name) => `${scope}${name}`).join("\n")}\n\`\`\``;
  return `---
title: ${JSON.stringify(t(`Run ${run}`, `运行 ${run}`))}
index: false
toc: false
---

# ${t(`Run \`${run}\``, `运行 \`${run}\``)}

[${t("All runs", "全部运行")}](${lang === "zh" ? "/zh" : ""}/runs)

${block("run-summary")}

## ${t("Figures", "图")}

${block("figures")}

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
