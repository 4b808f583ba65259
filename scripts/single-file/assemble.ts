import {createHash} from "node:crypto";
import {existsSync} from "node:fs";
import {readdir, readFile} from "node:fs/promises";
import {join} from "node:path";
import {gzipSync} from "node:zlib";
import {build} from "esbuild";
import {langs, type Lang} from "../../src/model/text.js";
import {Problem} from "../../src/model/problem.js";
import {policyAlone, withPolicy} from "../web/policy.js";
import {section, sectionId, type SinglePage} from "./section.js";

/** Size that mail servers and readers take without complaint. */
export const mostBytes = 3_000_000;

/** The pages of the file, in reading order. */
const pages: readonly SinglePage[] = [
  {file: "index.html", name: "home", title: {en: "Answer", zh: "结论"}},
  {file: "results.html", name: "results", title: {en: "Results", zh: "性能结果"}},
  {file: "cost.html", name: "cost", title: {en: "Cost and energy", zh: "成本与能耗"}},
  {file: "claims.html", name: "claims", title: {en: "Claims", zh: "论断核查"}}
];

/** Data that go along, the most wanted first: each as long as there is room. */
const wanted = [
  "verdicts.json",
  "points.csv",
  "published.csv",
  "prices.csv",
  "hardware.csv",
  "servers.csv",
  "requests.csv",
  "telemetry.csv",
  "itl.csv"
];

/** The whole report in one file: the pages' own content, their styles, and the data as compressed files. */
export async function assemble(dist: string): Promise<{html: string; embedded: string[]; left: string[]}> {
  const home = await readFile(join(dist, "index.html"), "utf8");
  const meta = (name: string): string => new RegExp(`<meta name="${name}" content="([^"]*)"`).exec(home)?.[1] ?? "";
  const hash = meta("sweepbook-data");
  const [styles, script] = await Promise.all([stylesOf(dist, home), scriptOf()]);
  const sections: string[] = [];
  for (const lang of langs) {
    for (const page of pages) {
      const path = join(dist, lang === "zh" ? "zh" : ".", page.file);
      sections.push(section(await readFile(path, "utf8"), page, lang, pages));
    }
  }
  const frame = (data: string): string =>
    document({hash, date: meta("sweepbook-date"), styles, script, sections, data});
  const embedded: {name: string; item: string}[] = [];
  const left: string[] = [];
  let room = mostBytes - Buffer.byteLength(frame(""));
  for (const name of wanted) {
    const path = join(dist, "data", name);
    if (!existsSync(path)) continue;
    const item = await dataItem(path, name);
    // Each stands once: both languages share the list.
    if (Buffer.byteLength(item) > room) left.push(name);
    else {
      room -= Buffer.byteLength(item);
      embedded.push({name, item});
    }
  }
  return {html: frame(embedded.map(({item}) => item).join("")), embedded: embedded.map(({name}) => name), left};
}

async function dataItem(path: string, name: string): Promise<string> {
  const bytes = await readFile(path);
  // Fixed time and name in the header of gzip: the same data give the same file.
  const packed = gzipSync(bytes, {level: 9});
  const sha256 = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  const size = `${Math.ceil(packed.length / 1024)} KiB, sha256 ${sha256}…`;
  return `<li><a download="${name}.gz" href="data:application/gzip;base64,${packed.toString("base64")}">${name}.gz</a> <span class="unit">${size}</span></li>`;
}

async function stylesOf(dist: string, home: string): Promise<string> {
  const palette = /<style>(:root[\s\S]*?)<\/style>/.exec(home)?.[1];
  const [sheet] = (await readdir(join(dist, "_import"))).filter((name) => /^style\.\w+\.css$/.test(name));
  if (palette === undefined || sheet === undefined)
    throw new Problem("the built report has no styles", {value: dist, remedy: "run npm run build again"});
  return (await readFile(join(dist, "_import", sheet), "utf8")) + palette;
}

/** What the pages' script adds and needs no other file: sorting, filters, pictures, citations. */
async function scriptOf(): Promise<string> {
  const {outputFiles} = await build({
    entryPoints: ["src/components/enhance-page.ts"],
    bundle: true,
    write: false,
    format: "iife",
    platform: "browser",
    target: "es2022",
    minify: true,
    legalComments: "none"
  });
  return outputFiles[0]!.text.replaceAll("</script", "<\\/script");
}

const own = `
.single-nav{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;padding:.6rem 1.2rem;border-bottom:1px solid var(--faint)}
.single-nav a{display:inline-grid;align-items:center;min-height:44px}
.single{display:none;max-width:1240px;margin:0 auto;padding:0 1.2rem}
.single:target,.single:has(:target){display:block}
body:not(:has(.single:target,.single :target)) #${sectionId("en", "home")}{display:block}
.single-data{max-width:1240px;margin:2rem auto;padding:0 1.2rem}
@media print{.single-nav{display:none}}
`;

interface Parts {
  readonly hash: string;
  readonly date: string;
  readonly styles: string;
  readonly script: string;
  readonly sections: readonly string[];
  readonly data: string;
}

function document({hash, date, styles, script, sections, data}: Parts): string {
  const links = (lang: Lang): string =>
    `<span lang="${lang === "zh" ? "zh-CN" : "en"}">${pages.map(({name, title}) => `<a href="#${sectionId(lang, name)}">${title[lang]}</a>`).join(" ")}</span>`;
  const html = `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Which GPU for this model? | Sweepbook</title><meta name="sweepbook-data" content="${hash}"><meta name="sweepbook-date" content="${date}"><style>${styles}${own}</style></head><body><nav class="single-nav" aria-label="Pages">${links("en")} ${links("zh")} <a href="#single-data">Data <span lang="zh-CN">数据</span></a></nav><main>${sections.join("\n")}<section class="single-data" id="single-data"><h2>Data of this report, compressed with gzip <span lang="zh-CN">本报告的数据，gzip 压缩</span></h2><p><code>${hash}</code>, ${date}</p><ul>${data}</ul></section></main><script>${script}</script></body></html>
`;
  return withPolicy(html, policyAlone(html));
}
