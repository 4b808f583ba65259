import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {execa} from "execa";
import {afterAll, expect, test} from "vitest";
import {loadStudy} from "../loaders/study.js";
import {readPrepared} from "../loaders/prepared.js";
import {openSession} from "../scripts/web/session.js";
import {assume} from "../src/model/assumptions.js";
import {judge} from "../src/model/claims/judge.js";
import {scopeOfStudy, studyAssumptions} from "../src/model/scope.js";
import {builtPages} from "../scripts/web/pages.js";
import {buildIn, cloneTree} from "../scripts/web/tree.js";
import {ofStudies} from "./testing/of-studies.js";

const folder = mkdtempSync(join(tmpdir(), "studies-"));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

/** What a page says, labels among it, without its tags and code. */
const words = (path: string): string =>
  readFileSync(join(folder, "clone/dist", path), "utf8")
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, "")
    .replace(/<[^>]+>/g, (tag) => ` ${/ aria-label="([^"]*)"/.exec(tag)?.[1] ?? ""} `);

/** The study's page judges again under a reader's assumptions what its build judged, by the same functions and in its own currency. */
async function judgedAgain(clone: string): Promise<void> {
  const {asks} = loadStudy(clone, "mine");
  const base = studyAssumptions(asks!);
  const scope = scopeOfStudy(readPrepared(join(clone, "src/data")), {name: "mine", asks: asks!});
  const verdicts = (spread: number): string[] =>
    judge(scope, assume({run_spread: spread}, base)).map(({id, verdict}) => `${id} ${verdict}`);
  expect(verdicts(0.5)).not.toEqual(verdicts(0.05)); // else the page could not show that it judged again
  const session = await openSession(join(clone, "dist"));
  try {
    const seen = await session.visit(
      "studies/mine.html?run_spread=0.5&price.h100-80gb-sxmx1.USD=9",
      async (page, {complaints}) => {
        await page.waitForFunction(
          () =>
            /\d/.test(document.querySelector("[data-changed]")?.textContent ?? "") &&
            document.querySelector("[aria-busy]") === null
        );
        const cards = page.locator('[data-block="study-claims"] [data-claim]');
        return {
          complaints,
          verdicts: await cards.evaluateAll((all: HTMLElement[]) =>
            all.map(({dataset}) => `${dataset["claim"]} ${dataset["verdict"]}`)
          ),
          comparison: await page.locator('[data-block="comparison"] thead').innerText(),
          cost: await page.locator('[data-block="study-cost"]').innerText()
        };
      }
    );
    expect(seen.complaints).toEqual([]);
    expect(seen.verdicts).toEqual(verdicts(0.5));
    expect(seen.comparison).toContain("USD per Mtok");
    expect(seen.cost).toContain("your price");
  } finally {
    await session.close();
  }
}

test("a study of one's own stands alone, with its claims judged; without any study the site is clean and whole", async () => {
  const clone = join(folder, "clone");
  await cloneTree(clone);
  const args = ["scripts/new.ts", "mine", "--model", "llama-3.1-8b", "--gpus", "h100-80gb-sxm,l40s"];
  await execa("tsx", args, {cwd: clone, preferLocal: true, localDir: "."});
  writeFileSync(
    join(clone, "data/claims/mine.yaml"),
    `claims:
  - id: quick
    says: one stream is served at 100 tokens a second or more
    metric: output_tokens_per_s_per_user
    where: {gpu: h100-80gb-sxm, concurrency: 4, input_tokens: 2048}
    relation: ">="
    than: {value: 100, unit: tok/s}
`
  );
  writeFileSync(join(clone, "sweepbook.yaml"), "study: [mine]\n");
  await buildIn(clone);
  const pages = await builtPages(join(clone, "dist"));
  expect(pages).toEqual(
    expect.arrayContaining(["index.html", "studies/mine.html", "zh/studies/mine.html", "runs.html"])
  );
  expect(pages).not.toContain("claims.html");
  expect(words("studies/mine.html")).toMatch(/points are measured; L40S so far predicted only/);
  expect(readFileSync(join(clone, "dist/studies/mine.html"), "utf8")).toContain('data-verdict="supported"');
  for (const id of ["pareto", "predicted"])
    expect(existsSync(join(clone, `dist/figures/studies/mine/${id}.arrow`)), id).toBe(true);

  await judgedAgain(clone);

  writeFileSync(join(clone, "sweepbook.yaml"), "study: []\n");
  await buildIn(clone);
  const clean = await builtPages(join(clone, "dist"));
  expect(clean).not.toContain("studies/mine.html");
  expect(clean.map((page) => page.replace(/^zh\//, ""))).not.toContain("results.html");
  expect(words("index.html")).toContain("No study stands in this report");
  // Servers of runs have such names, too: those are data.
  const article = /(?<![\w/-])article(?![\w-])|文章/i;
  for (const page of clean) {
    expect(words(page).match(article)?.[0], page).toBeUndefined();
    expect(words(page), page).not.toContain("data/article/"); // nor as the reason of a change
  }
  // What the stored calibration was fitted on is data, which a worker carries.
  const fitted = /fitted_on:\{[^}]*\}|hosts:\{[^}]*\}/g;
  const scripts = readdirSync(join(clone, "dist/_import/client")).filter((file) => file.endsWith(".js"));
  expect(scripts.length).toBeGreaterThan(5);
  for (const file of scripts) {
    const code = readFileSync(join(clone, "dist/_import/client", file), "utf8").replace(fitted, "");
    expect(code.match(ofStudies()) ?? [], file).toEqual([]);
    expect(code.match(/\b(?:the|an) article\b|文章|\\u6587\\u7AE0/i)?.[0], file).toBeUndefined();
  }
});
