import {expect, test} from "vitest";
import {Pacer} from "./pacer.js";

test("runs functions in the order of their instants, never early, and does not drift", async () => {
  const pacer = new Pacer(true);
  const start = performance.now() + 5;
  const late: number[] = [];
  const order: number[] = [];
  await new Promise<void>((resolve) => {
    const instants = Array.from({length: 100}, (_, i) => (i * 37) % 100); // shuffled
    for (const i of instants) {
      pacer.at(start + i * 2.5, () => {
        order.push(i);
        late.push(performance.now() - (start + i * 2.5));
        if (order.length === 100) resolve();
      });
    }
  });
  expect(order).toEqual(Array.from({length: 100}, (_, i) => i));
  expect(Math.min(...late)).toBeGreaterThanOrEqual(0);
  // Lateness that adds up, a millisecond or more each time, has come to 50 ms by then, and no callback is rid of it.
  expect(Math.min(...late.slice(50))).toBeLessThan(50);
});

test("runs what is past at once, and nothing after stop", async () => {
  const pacer = new Pacer(false);
  const ran: string[] = [];
  pacer.at(performance.now() + 30, () => ran.push("later"));
  await new Promise<void>((resolve) =>
    pacer.at(performance.now() - 10, () => {
      ran.push("past");
      resolve();
    })
  );
  pacer.stop();
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(ran).toEqual(["past"]);
});
