import {mkdtempSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, it} from "vitest";
import {realDataset} from "../../loaders/testing/real.js";
import {assume} from "../model/assumptions.js";
import {calibration} from "../model/prediction/calibration.js";
import {plan} from "../model/prediction/plan.js";
import {readPlan} from "../../scripts/emit/read-plan.js";
import {planFile} from "./plan-file.js";
import {defaultQuestion, planRequest} from "./plan-question.js";

const data = realDataset();
const folder = mkdtempSync(join(tmpdir(), "plan-file-"));

it.each(["rate", "users"] as const)(
  "every row of a ranking by %s is a plan that emit reads to the same service",
  (load) => {
    const question = {...defaultQuestion(data)!, load};
    const rows = plan(data, calibration, planRequest(data, question, assume({})));
    let read = 0;
    for (const row of rows) {
      const file = planFile(row, question);
      expect(file === null).toBe(row.gpus === null);
      if (file === null || ++read > 6) continue; // the first of each currency and more: a rate is searched anew for each
      const path = join(folder, file.name);
      writeFileSync(path, file.text);
      const wish = readPlan(data, calibration, path);
      expect(wish).toMatchObject({gpu: {gpu: row.gpu}, gpus: row.gpus, precision: row.precision});
      expect(wish.slo).toEqual([
        {name: "ttft_p90_ms", limitMs: 2000},
        {name: "tpot_p90_ms", limitMs: 50}
      ]);
      if (load === "users") expect(wish.load.concurrency).toBe(question.users);
      else expect(wish.load.concurrency).toBeGreaterThan(0);
    }
    expect(read).toBeGreaterThan(6);
  }
);
