import {afterAll, beforeAll, expect, test} from "vitest";
import {builtPages} from "../scripts/web/pages.js";
import {openSession, type Session} from "../scripts/web/session.js";
import {isAlike} from "./testing/alike.js";
import {tabbed} from "./testing/keyboard.js";

// Both languages share their structure: the home page in Chinese stands for the others.
const pages = (await builtPages("dist")).filter((path) => !isAlike(path));
let session: Session;
beforeAll(async () => {
  session = await openSession("dist");
});
afterAll(() => session.close());

test.concurrent.each(pages)("the Tab key reaches everything on %s, with a ring to see", async (path) => {
  expect(await tabbed(session, path)).toEqual({unreached: [], ringless: []});
});
