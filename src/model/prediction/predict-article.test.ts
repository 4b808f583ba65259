import {describe, expect, it} from "vitest";
import {calibration} from "./calibration.js";
import {h100Runs} from "./fixtures/runs.js";
import {predictArticle} from "./predict-article.js";

const dataset = h100Runs();
const rows = predictArticle(dataset, calibration);

describe("predictArticle", () => {
  it("covers every printed configuration and every GPU", () => {
    expect(new Set(rows.flatMap(({published_ids: ids}) => ids))).toEqual(
      new Set(dataset.published.map(({published_id: id}) => id))
    );
    expect(new Set(rows.map(({gpu}) => gpu))).toEqual(new Set(dataset.hardware.map(({gpu}) => gpu)));
    expect(rows.some(({gpu, gpus}) => gpu === "rtx-4090d" && gpus === 4)).toBe(true);
    expect(
      rows.every(
        ({kind, input_tokens: input, output_tokens: output}) => kind === "predicted" && input === 2048 && output === 512
      )
    ).toBe(true);
  });

  it("judges the article's limit as end to end and as first token", () => {
    for (const row of rows) {
      if (row.max_concurrency === null) continue;
      expect(row.max_concurrency_by_ttft).toBeGreaterThanOrEqual(row.max_concurrency);
    }
  });
});
