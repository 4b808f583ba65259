import {describe, expect, it} from "vitest";
import {h100Runs} from "./fixtures/runs.js";
import {observations} from "./observation.js";

const dataset = h100Runs();

describe("observations", () => {
  it("replays a point as its server was set", () => {
    const point = observations(dataset).find(({id}) => id === "measured/h100-bf16/i2048-o512-c16#1");
    expect(point).toMatchObject({
      gpu: "h100-80gb-sxm",
      model: "qwen2.5-7b",
      workload: "i2048-o512",
      concurrency: 16,
      simulation: {
        kvCapacityTokens: 1_041_472,
        maxNumBatchedTokens: 8192,
        maxNumSeqs: 256,
        requests: 128,
        load: {kind: "closed", concurrency: 16},
        input: {kind: "fixed", tokens: 2048}
      }
    });
    expect(point?.measured.tpot_p50_ms).toBeCloseTo(7.47, 2);
  });

  it("replays an open loop by its recorded starts", () => {
    const load = observations(dataset).find(({id}) => id.includes("-r4#"))?.simulation.load;
    expect(load?.kind).toBe("trace");
    const starts = load?.kind === "trace" ? load.startsMs : [];
    expect(starts).toHaveLength(160);
    expect(starts.toSorted((a, b) => a - b)).toEqual(starts);
    const without = observations({...dataset, requests: []}).find(({id}) => id.includes("-r4#"))?.simulation.load;
    expect(without).toEqual({kind: "open", ratePerS: 4, burstiness: 1});
  });

  it("takes no simulated, imported, failed or unknown point", () => {
    const [first] = dataset.points;
    if (first === undefined) throw new Error("no point");
    const changed = [
      {...first, kind: "simulated"},
      {...first, kind: "imported"},
      {...first, status: "failed"},
      {...first, n_failed: 1},
      {...first, gpu: "gpu-of-nobody"},
      {...first, precision: null},
      {...first, model: "someone/else"}
    ];
    expect(observations({...dataset, points: changed})).toEqual([]);
  });
});
