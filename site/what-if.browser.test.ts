import {afterAll, beforeAll, expect, test} from "vitest";
import {openSession, type Session} from "../scripts/web/session.js";

let session: Session;
beforeAll(async () => {
  session = await openSession("dist");
});
afterAll(() => session.close());

test.each([
  ["predictions.html", /on L40S: 2,048 tokens in, 512 out, 256 streams$/],
  ["zh/predictions.html", /L40S：输入 2,048、输出 512 token，256 路$/]
])("%s predicts anew as controls move, in a worker", async (path, last) => {
  await session.visit(path, async (page, visit) => {
    const caption = page.locator("#what-if-result caption");
    const built = await caption.textContent();
    const workers: string[] = [];
    page.on("worker", (worker) => workers.push(new URL(worker.url()).pathname));
    expect(workers).toEqual([]); // none before a control moves
    await page.locator("form.what-if select[name=gpu]").selectOption("l40s");
    await expect.poll(() => caption.textContent()).not.toBe(built);
    expect(workers).toEqual([expect.stringMatching(/\/what-if-worker\.\w+\.js$/)]);
    // The newest setting wins, however many came while the worker was busy; each key is a step of the native control.
    const slider = page.locator("form.what-if input[name=concurrency]");
    await slider.focus();
    for (let i = 0; i < 4; i++) await page.keyboard.press("ArrowRight");
    expect(await slider.getAttribute("aria-valuetext")).toBe("256");
    await expect.poll(() => caption.textContent()).toMatch(last);
    expect(await page.locator("#what-if-status").textContent()).toMatch(/\d.ms/);
    // What has no answer says so and leaves the last one.
    await page.locator("form.what-if select[name=gpus]").selectOption("8");
    expect(await caption.textContent()).toMatch(last);
    expect(await page.locator("#what-if-status").textContent()).toContain("8");
    expect(visit.complaints).toEqual([]);
  });
});

test("without scripts the answer to one setting stands, and no control that does nothing", async () => {
  const javaScriptEnabled = false;
  await session.visit(
    "predictions.html",
    async (page) => {
      expect(await page.locator("#what-if-result tbody tr").count()).toBeGreaterThan(4);
      expect(await page.locator("form.what-if").isVisible()).toBe(false);
    },
    {javaScriptEnabled}
  );
});
