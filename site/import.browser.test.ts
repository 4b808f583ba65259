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

test.each(["interchange.html", "zh/interchange.html", "explore.html"])(
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
