import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {builtPages} from "../scripts/web/pages.js";
import {openSession, type Session} from "../scripts/web/session.js";
import {isAlike} from "./testing/alike.js";
import {axeFindings} from "./testing/axe.js";
import {tabbed} from "./testing/keyboard.js";
import {tooWide} from "./testing/narrow.js";
import {printed, wellPrinted} from "./testing/print.js";

// What npm test leaves to the night: pages made of the same figures and blocks as those it looks at, and each row of a table.
const built = await builtPages("dist");
let session: Session;
beforeAll(async () => {
  session = await openSession("dist");
});
afterAll(() => session.close());

test.concurrent.each(built)("axe finds nothing on %s, light and dark, drawers open, in any row", async (path) => {
  expect(await axeFindings(session, path, {everyRow: true})).toEqual([]);
});

describe.each(built.filter(isAlike))("%s", (path) => {
  test.concurrent("fits a window of 320 pixels", async () => {
    expect(await tooWide(session, path)).toEqual([]);
  });

  test.concurrent("is reached by the Tab key, everywhere, with a ring to see", async () => {
    expect(await tabbed(session, path)).toEqual({unreached: [], ringless: []});
  });

  test.concurrent("prints", async () => {
    expect(await printed(session, path)).toEqual(wellPrinted);
  });
});
