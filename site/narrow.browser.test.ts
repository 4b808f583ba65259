import {afterAll, beforeAll, expect, test} from "vitest";
import {builtPages} from "../scripts/web/pages.js";
import {openSession, type Session} from "../scripts/web/session.js";
import {isAlike} from "./testing/alike.js";
import {tooWide} from "./testing/narrow.js";

const pages = (await builtPages("dist")).filter((path) => !isAlike(path));
let session: Session;
beforeAll(async () => {
  session = await openSession("dist");
});
afterAll(() => session.close());

test.concurrent.each(pages)(
  "%s fits a window of 320 pixels: only tables and charts scroll, inside their own frame",
  async (path) => {
    expect(await tooWide(session, path)).toEqual([]);
  }
);
