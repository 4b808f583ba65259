import {afterAll, beforeAll, expect, test} from "vitest";
import {builtPages} from "../scripts/web/pages.js";
import {openSession, type Session} from "../scripts/web/session.js";
import {isAlike} from "./testing/alike.js";
import {printed, wellPrinted} from "./testing/print.js";

const pages = (await builtPages("dist")).filter((path) => !isAlike(path));
let session: Session;
beforeAll(async () => {
  session = await openSession("dist");
});
afterAll(() => session.close());

test.concurrent.each(pages)(
  "%s prints: no controls, every figure, tables with their heads, nothing cut off at the right",
  async (path) => {
    expect(await printed(session, path)).toEqual(wellPrinted);
  }
);
