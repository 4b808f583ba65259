import {expect, it} from "vitest";
import {realDataset} from "../../../loaders/testing/real.js";
import {exploreModel} from "./model.js";
import {defaultState, shown} from "./state.js";
import {withImported} from "./with-imported.js";

const data = realDataset();
const model = exploreModel(data);
const row = {
  ...data.points.find(({kind, status, load}) => kind === "measured" && status === "ok" && load === "closed")!,
  point_id: "imported/yours/a#1",
  kind: "imported" as const,
  run: "yours",
  client: "guidellm",
  definitions: null
};

it("puts imported rows behind the model's own, which keep their places", () => {
  const more = withImported(model, [row], "en");
  expect(more.points.slice(0, model.points.length)).toEqual(model.points);
  expect(more.points.at(-1)).toMatchObject({id: "imported/yours/a#1", kind: "imported"});
  expect(more.kinds).toContain("imported");
  expect(more.workloads).toEqual(model.workloads); // the same model and lengths are the same workload
  expect(shown(more, defaultState(more))).toHaveLength(shown(model, defaultState(model)).length + 1);
});

it("gives what a source does not state a choice of its own, never another's", () => {
  const bare = {...row, gpu: null, gpus: null, precision: null, input_tokens: null, input_tokens_mean: null};
  const more = withImported(model, [bare], "en");
  expect(more.series.at(-1)).toMatchObject({gpu: "unstated", precision: "unstated", label: "guidellm, GPU not stated"});
  expect(more.gpus.at(-1)).toEqual({key: "unstated", label: "not stated"});
  expect(more.workloads).toHaveLength(model.workloads.length + 1);
});

it("marks a series whose numbers are defined otherwise, and leaves out failed rows and rows without a number", () => {
  const other = {...row, definitions: "tpot=with_first_token"};
  expect(withImported(model, [other], "en").series.at(-1)!.label).toMatch(/^guidellm †/);
  expect(withImported(model, [{...row, status: "failed" as const}], "en")).toEqual(model);
});
