import {expect, test} from "vitest";
import {anyRun, runPage} from "./run-template.js";

test("runPage puts a run's name, the folder of its fragments and its anchor in their places", () => {
  const template = `<title>Run ${anyRun}</title><h1 id="run-${anyRun}"><a href="#run-${anyRun}">Run <code>${anyRun}</code></a></h1><sweepbook-fragment data-file="en/runs/${anyRun}/block-run-summary.html"></sweepbook-fragment>`;
  expect(runPage(template, "h100-llama-3.1-8b")).toBe(
    `<title>Run h100-llama-3.1-8b</title><h1 id="run-h100-llama-3-1-8b"><a href="#run-h100-llama-3-1-8b">Run <code>h100-llama-3.1-8b</code></a></h1><sweepbook-fragment data-file="en/runs/h100-llama-3~1-8b/block-run-summary.html"></sweepbook-fragment>`
  );
});
