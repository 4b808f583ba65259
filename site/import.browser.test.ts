import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {openSession, type Session} from "../scripts/web/session.js";

let session: Session;
beforeAll(async () => {
  session = await openSession("dist");
});
afterAll(() => session.close());

const fixtures = "src/model/interchange/fixtures";
const files = ["guidellm/benchmarks.json.gz", "schema-only/br-v0.1.yaml", "schema-only/agg_bmk.json", "README.txt"];

test.each(["interchange.html", "zh/interchange.html"])(
  "files chosen on %s are read in the browser into charts and a table; nothing leaves it",
  async (path) => {
    const found = await session.visit(path, async (page, visit) => {
      await page.setInputFiles(
        "[data-import-files]",
        files.map((file) => join(fixtures, file))
      );
      await page.waitForSelector("[data-import-result] figure svg");
      await visit.settle();
      const sent: string[] = [];
      page.on("request", (request) => sent.push(request.method()));
      const shown = {
        charts: await page.locator("[data-import-result] figure svg").count(),
        kinds: await page.locator("[data-import-result] figure .kind.imported").count(),
        daggers: await page.locator("[data-import-result] abbr.differs").count(),
        complaints: visit.complaints
      };
      await page.click("[data-import-clear]");
      return {...shown, left: await page.locator("[data-import-result] *").count(), sent};
    });
    expect(found).toMatchObject({charts: 2, kinds: 2, complaints: [], left: 0, sent: []});
    expect(found.daggers).toBeGreaterThan(0);
  }
);

test("on Explore they join the linked views as imported numbers, with filters for what they do not state, until forgotten", async () => {
  const found = await session.visit("explore.html", async (page, visit) => {
    const table = page.locator("[data-explore-table] tbody tr");
    const settled = (): Promise<unknown> => page.waitForSelector('[data-explore][data-settled="true"]');
    await page.setInputFiles("[data-import-files]", join(fixtures, files[0]!));
    await page.waitForSelector("[data-import-result] table");
    await page.waitForSelector("[data-explore][data-ready]");
    await settled();
    const rows = await table.evaluateAll((all) => all.map((row) => row.textContent ?? ""));
    const own = rows.flatMap((text, i) => (text.includes("imported") ? [i] : []));
    const marks = page.locator('[data-view="explore-throughput"] svg [data-name*="imported"]');
    const shown = {
      own: own.length,
      marks: await marks.count(),
      kind: await page.locator('input[name="kind"][value="imported"]').isChecked(),
      gpu: await page.locator('input[name="gpu"][value="unstated"]').isChecked(),
      charts: await page.locator("[data-import-result] figure").count()
    };
    await marks.first().click({force: true});
    await settled();
    const selected = await page.locator("[data-explore-table] [data-select]:checked").count();
    await page.locator('input[name="kind"][value="imported"]').uncheck();
    await settled();
    const hidden = await page.locator("[data-explore-table] tbody tr", {hasText: "imported"}).count();
    await page.click("[data-import-clear]");
    await settled();
    const left = await page.locator('input[name="kind"][value="imported"]').count();
    return {...shown, selected, hidden, left, complaints: visit.complaints};
  });
  expect(found).toMatchObject({kind: true, gpu: true, charts: 0, selected: 1, hidden: 0, left: 0, complaints: []});
  expect(found.own).toBeGreaterThan(0);
  expect(found.marks).toBe(found.own);
});
