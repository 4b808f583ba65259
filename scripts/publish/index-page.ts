import {policyAlone, withPolicy} from "../web/policy.js";
import type {Build} from "./builds.js";

// System colours follow light, dark and forced colours without a palette.
const style = `:root{color-scheme:light dark}body{font:16px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem .9rem .4rem 0;border-bottom:1px solid;vertical-align:top;font-weight:400}thead th{font-weight:600}td a,th a{display:inline-block;min-height:24px;min-width:24px}.box{overflow-x:auto}`;

const both = (en: string, zh: string): string => `${en} <span lang="zh-CN">${zh}</span>`;

/** The list of all builds, newest first, in both languages: links to each, to its permalink, citation and licences. */
export function indexPage(builds: readonly Build[]): string {
  const head = [
    both("Published", "发布日期"),
    both("Newest measurement", "最新实测"),
    both("Data", "数据"),
    both("Verdicts", "判定"),
    both("Terms", "引用与许可")
  ];
  return page(
    "Published reports",
    `<h1>${both("Published reports", "已发布的报告")}</h1>
<p>Each build stays as it was published. Cite the permalink of its data. <span lang="zh-CN">每个版本发布后保持不变；引用时请使用其数据的固定链接。</span></p>
<div class="box" role="region" tabindex="0" aria-label="Published reports"><table><thead><tr>${head.map((cell) => `<th scope="col">${cell}</th>`).join("")}</tr></thead><tbody>${builds.map(row).join("\n")}</tbody></table></div>`
  );
}

function row({folder, hash, published, measured, counts}: Build): string {
  return `<tr><th scope="row"><a href="${folder}/index.html">${published}</a> <a href="${folder}/zh/index.html" lang="zh-CN">中文</a></th><td>${measured === "" ? "–" : measured}</td><td><a href="data/${hash}/index.html"><code>${hash}</code></a></td><td>✓ ${counts.supported} ✕ ${counts.refuted} ? ${counts.not_testable} <a href="${folder}/changes.html">${both("changes", "变化")}</a></td><td><a href="${folder}/CITATION.cff">CITATION.cff</a> <a href="${folder}/LICENSE">${both("code", "代码")}</a> <a href="${folder}/LICENSE-DATA">${both("data", "数据")}</a></td></tr>`;
}

/** A page that leads on to another at once, with or without scripts. `to` is relative. */
export function leadingTo(to: string, title: string): string {
  return page(title, `<p><a href="${to}">${title}</a></p>`, `<meta http-equiv="refresh" content="0; url=${to}">`);
}

function page(title: string, main: string, head = ""): string {
  const html = `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} | Sweepbook</title><link rel="icon" href="data:,">${head}<style>${style}</style></head><body><main>${main}</main></body></html>
`;
  return withPolicy(html, policyAlone(html));
}
