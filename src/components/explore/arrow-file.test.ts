import {tableFromIPC} from "apache-arrow";
import {expect, test} from "vitest";
import type {TableView} from "../view.js";
import {arrowOf} from "./arrow-file.js";

const view = {
  columns: [
    {name: "gpu", numeric: false},
    {name: "tpot_p50_ms", numeric: true}
  ],
  rows: [
    {gpu: null, tpot_p50_ms: 1.5},
    {gpu: "显卡", tpot_p50_ms: null},
    {gpu: "", tpot_p50_ms: 0},
    {gpu: null, tpot_p50_ms: null}
  ]
} as unknown as TableView;

test("values and nulls come back, at the end of a column too", async () => {
  expect([...tableFromIPC(await arrowOf(view))].map((row) => ({...row!.toJSON()}))).toEqual(view.rows);
});
