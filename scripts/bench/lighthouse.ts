import {execa} from "execa";
import {Problem} from "../../src/model/problem.js";
import {findBrowser} from "../browser.js";
import {serveStatic} from "../web/server.js";
import type {BenchFigure} from "../../src/model/bench.js";
import {figure, type Measured} from "./support/record.js";

/** The last Lighthouse that runs on Node 20; fetched by npx, for only this bench wants its two hundred packages. */
const version = "12.8.2";

const categories = [
  ["performance", "性能"],
  ["accessibility", "无障碍"],
  ["best-practices", "最佳实践"]
] as const;

/** Lighthouse's scores of Home in both languages, on its simulated phone. Needs the network once, for npx. */
export async function bench(): Promise<Measured> {
  const CHROME_PATH = findBrowser();
  if (CHROME_PATH === null) throw new Problem("no Chromium", {remedy: "name a browser in CHROMIUM", exitCode: 3});
  const server = await serveStatic({dir: "dist", base: "/report/"});
  try {
    const figures: BenchFigure[] = [];
    for (const path of ["index.html", "zh/index.html"]) {
      const flags = [`--only-categories=${categories.map(([name]) => name).join(",")}`, "--output=json", "--quiet"];
      const args = ["--yes", `lighthouse@${version}`, server.url + path, ...flags];
      const {stdout} = await execa("npx", [...args, "--chrome-flags=--headless --no-sandbox --disable-gpu"], {
        env: {CHROME_PATH}
      });
      const found = JSON.parse(stdout) as {categories: Record<string, {score: number | null}>};
      for (const [name, zh] of categories)
        figures.push(
          figure({
            id: `${path.startsWith("zh/") ? "zh" : "en"}_${name.replace("-", "_")}_score`,
            what: {en: `Home, ${path}: ${name}`, zh: `首页 ${path}：${zh}`},
            value: 100 * (found.categories[name]?.score ?? 0),
            unit: "points",
            better: "higher",
            goal: 95
          })
        );
    }
    return {
      title: {en: "Lighthouse", zh: "Lighthouse"},
      conditions: [
        {
          en: `Lighthouse ${version} with its simulated phone on the built report, served locally.`,
          zh: `Lighthouse ${version}，以其模拟手机访问本地服务的已构建报告。`
        }
      ],
      figures
    };
  } finally {
    await server.close();
  }
}
