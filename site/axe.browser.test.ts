import {afterAll, beforeAll, expect, test} from "vitest";
import {builtPages} from "../scripts/web/pages.js";
import {openSession, type Session} from "../scripts/web/session.js";
import {isAlike} from "./testing/alike.js";
import {axeFindings} from "./testing/axe.js";

const pages = (await builtPages("dist")).filter((path) => !isAlike(path));
let session: Session;
beforeAll(async () => {
  session = await openSession("dist");
});
afterAll(() => session.close());

test.concurrent.each(pages)("axe finds nothing on %s, light and dark, drawers open", async (path) => {
  expect(await axeFindings(session, path)).toEqual([]);
});
