import {execa} from "execa";
import {Problem} from "../../src/model/problem.js";
import {findBrowser} from "../browser.js";
import {serveStatic} from "../web/server.js";

/** The last Lighthouse that runs on Node 20; fetched by npx, for only this bench wants its two hundred packages. */
const version = "12.8.2";

const categories = ["performance", "accessibility", "best-practices"];

/** Lighthouse's scores of Home in both languages, on its simulated phone. Needs the network once, for npx. */
export async function bench(): Promise<void> {
  const CHROME_PATH = findBrowser();
  if (CHROME_PATH === null) throw new Problem("no Chromium", {remedy: "name a browser in CHROMIUM", exitCode: 3});
  const server = await serveStatic({dir: "dist", base: "/report/"});
  try {
    for (const path of ["index.html", "zh/index.html"]) {
      const flags = [`--only-categories=${categories.join(",")}`, "--output=json", "--quiet"];
      const args = ["--yes", `lighthouse@${version}`, server.url + path, ...flags];
      const {stdout} = await execa("npx", [...args, "--chrome-flags=--headless --no-sandbox --disable-gpu"], {
        env: {CHROME_PATH}
      });
      const found = JSON.parse(stdout) as {categories: Record<string, {score: number | null}>};
      const scores = categories.map((name) => `${name} ${Math.round(100 * (found.categories[name]?.score ?? 0))}`);
      console.log(`${path.padEnd(16)}${scores.join(", ")}`);
    }
    console.log(`target: 95 each; Lighthouse ${version}`);
  } finally {
    await server.close();
  }
}
