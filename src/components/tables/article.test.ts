import {JSDOM} from "jsdom";
import {expect, it} from "vitest";
import {realDataset} from "../../../loaders/testing/real.js";
import {articleTable} from "./article.js";

const {document} = new JSDOM("").window;

/** The cells of a table as a reader sees them, by row; what is struck stands in tildes. */
function cellsOf(source: string): string[][] {
  const body = document.createElement("div");
  body.innerHTML = articleTable(source, {data: realDataset(), lang: "en", document}).source;
  for (const hidden of body.querySelectorAll(".skip, noscript")) hidden.remove();
  for (const conditions of body.querySelectorAll(".conditions")) conditions.prepend(" ");
  for (const struck of body.querySelectorAll("del")) struck.textContent = `~${struck.textContent}~`;
  return [...body.querySelectorAll("tbody tr")].map((row) =>
    [...row.children].map((cell) => (cell.textContent ?? "").replace(/\s+/g, " ").trim())
  );
}

it("strikes a printed cost that its row contradicts, and never our own arithmetic beside it", () => {
  const [first] = cellsOf("5.1");
  expect(first).toEqual(["RTX 4090D concurrency not stated", "1.2", "20.8", "~4.3~", "16.0"]);
});

it("prices a measured row in the currency of its price", () => {
  const row = cellsOf("5.1").find(([name]) => name?.startsWith("H100 80 GB 1 stream"))!;
  expect(row.slice(1)).toEqual(["1.30 USD", "159", "–", "2.27 USD"]);
});

it("gives the concurrency that measured cards keep the article's limit at, by both latencies it may mean", () => {
  const row = cellsOf("3.1").find(([name]) => name?.startsWith("H100 80 GB 16 streams"))!;
  expect(row.at(-1)).toMatch(/^E2E 0 TTFT (?:64|≥ \d+)$/);
});
