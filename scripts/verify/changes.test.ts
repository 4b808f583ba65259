import {expect, test} from "vitest";
import {changedInputs, changes, turnedOff} from "./changes.js";
import {inputsOf} from "./inputs.js";
import type {Snapshot} from "./snapshot.js";

const facts = "data/article/facts.yaml";
const verdict: Snapshot["verdicts"][number] = {
  id: "a",
  verdict: "refuted",
  by: "published",
  strength: "like-for-like",
  reason: "fails",
  n_runs: 1,
  inequality: "1 < 2",
  because: {en: "one", zh: "一"},
  rests_on: [facts]
};
const before: Snapshot = {
  schema: "sweepbook-verdicts/1",
  inputs: {[facts]: "1", "data/prices.yaml": "1"},
  verdicts: [verdict],
  headline: [{id: "n", value: 1, rests_on: ["data/runs/r"]}]
};

test("nothing changed, or by rounding alone, is no change", () => {
  expect(changes(before, before)).toEqual([]);
  expect(changes(before, {...before, headline: [{...before.headline[0]!, value: 1 + 1e-12}]})).toEqual([]);
});

test("a changed verdict names the changed input that it rests on, and no other", () => {
  const after: Snapshot = {
    ...before,
    inputs: {[facts]: "2", "data/prices.yaml": "2"},
    verdicts: [{...verdict, verdict: "supported", inequality: "3 > 2"}]
  };
  expect(changedInputs(before.inputs, after.inputs)).toEqual([facts, "data/prices.yaml"]);
  expect(changes(before, after)).toEqual([
    {id: "a", what: "verdict", before: "refuted", after: "supported", because_of: [facts], verdict: true},
    {id: "a", what: "inequality", before: "1 < 2", after: "3 > 2", because_of: [facts], verdict: false}
  ]);
});

test("a change that no changed input explains says so, even when another input changed", () => {
  const after = {...before, inputs: {...before.inputs, [facts]: "2"}, headline: [{...before.headline[0]!, value: 2}]};
  expect(changes(before, after)).toMatchObject([{id: "n", before: "1", after: "2", because_of: []}]);
});

test("what came and what went are changes; a run that came explains what rests on it", () => {
  const after: Snapshot = {
    ...before,
    inputs: {...before.inputs, "data/runs/r": "9"},
    verdicts: [],
    headline: [{id: "m", value: null, rests_on: ["data/runs/r"]}]
  };
  expect(changes(before, after).map(({id, before, after, because_of}) => [id, before, after, because_of])).toEqual([
    ["a", "refuted", "(none)", []],
    ["m", "(none)", "null", ["data/runs/r"]],
    ["n", "1", "(none)", ["data/runs/r"]]
  ]);
});

test("what a study said that was turned off is no change; a verdict that went otherwise is one", () => {
  const said = (id: string, rests_on: string[]): Snapshot["verdicts"][number] => ({...verdict, id, rests_on});
  const own = [facts, "data/claims/a.yaml", "data/studies/b.yaml", "data/claims/b.yaml"];
  const inputs = Object.fromEntries([...own, "data/runs/r", "data/runs/lost"].map((path) => [path, "1"]));
  const on: Snapshot = {
    ...before,
    inputs,
    verdicts: [said("of-source", [facts]), said("b/own", ["data/claims/b.yaml"]), said("gone", ["data/runs/lost"])],
    headline: [{id: "n", value: 28, rests_on: [facts]}]
  };
  const rest: Snapshot = {
    ...on,
    inputs: {"data/runs/r": "1"},
    verdicts: [],
    headline: [{id: "n", value: 0, rests_on: []}]
  };
  expect(changes(on, rest).map(({id}) => id)).toEqual(["gone"]);
  expect(Object.keys(inputs).filter(turnedOff(on.inputs, rest.inputs))).toEqual(own);
});

const inputs = ["data/article/facts.yaml", "data/article/ids.yaml", "data/prices.yaml"];

test("row ids lead to the files that they were read from", () => {
  expect(
    inputsOf(
      ["published/3.1/a/fp16", "measured/h/x#1", "hardware/a10g", "model/m", "a10gx1/CNY/1", "assumption/a"],
      inputs
    )
  ).toEqual([
    "data/article/facts.yaml",
    "data/article/ids.yaml",
    "data/hardware.yaml",
    "data/models/m.json",
    "data/models/names.yaml",
    "data/models/structures.yaml",
    "data/prices.yaml",
    "data/runs/h"
  ]);
});
