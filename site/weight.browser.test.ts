import {afterAll, beforeAll, expect, test} from "vitest";
import {builtPages} from "../scripts/web/pages.js";
import {openSession, type Session} from "../scripts/web/session.js";

const pages = await builtPages("dist");
let session: Session;
beforeAll(async () => {
  session = await openSession("dist");
});
afterAll(() => session.close());

const homes = ["index.html", "zh/index.html"];

/** Bytes, gzip, of all that comes before the first interaction. */
test.each(pages)("%s is light", async (path) => {
  const loaded = await session.visit(path, (_page, visit) => visit.loaded());
  const bytes = loaded.reduce((sum, file) => sum + file.bytes, 0);
  const heaviest = loaded.sort((a, b) => b.bytes - a.bytes).slice(0, 5);
  expect(bytes, JSON.stringify(heaviest, null, 1)).toBeLessThan(homes.includes(path) ? 80_000 : 350_000);
});
