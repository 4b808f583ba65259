import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {execa} from "execa";
import {beforeAll, describe, expect, test} from "vitest";
import {toArrow} from "../loaders/arrow.js";
import {toParquet} from "../loaders/parquet.js";
import {realDataset} from "../loaders/testing/real.js";
import {cells, described} from "../src/components/blocks/notebook.js";
import {tables} from "../src/model/dataset.js";

// A Python with pyarrow, polars and duckdb: SWEEPBOOK_PYTHON names one, else a virtual environment is made here.
const folder = join(import.meta.dirname, "../.cache/python");
let python = process.env["SWEEPBOOK_PYTHON"] ?? join(folder, "venv/bin/python");
let missing: string | null = null;

beforeAll(async () => {
  mkdirSync(folder, {recursive: true});
  const libraries = ["-c", "import pyarrow, polars, duckdb"];
  if ((await execa(python, libraries, {reject: false})).exitCode === 0) return;
  const made = await execa("python3", ["-m", "venv", join(folder, "venv")], {reject: false});
  const installed =
    made.exitCode === 0 &&
    (await execa(join(folder, "venv/bin/pip"), ["install", "-q", "pyarrow", "polars", "duckdb"], {reject: false}))
      .exitCode === 0;
  python = join(folder, "venv/bin/python");
  if (!installed) missing = "pip cannot install pyarrow, polars and duckdb here";
}, 600_000);

const {points} = realDataset();
const place = join(folder, "tables");
beforeAll(() => {
  mkdirSync(place, {recursive: true});
  const origin = {kind: [...new Set(points.map(({kind}) => kind))].sort().join(","), inputs: {}};
  writeFileSync(join(place, "points.arrow"), toArrow(tables.points, points, origin));
  writeFileSync(join(place, "points.parquet"), toParquet(tables.points, points, origin));
});

const run = async (code: string): Promise<unknown> =>
  JSON.parse((await execa(python, ["-c", `import json\n${code}\nprint(json.dumps(result))`], {cwd: place})).stdout);

describe("in Python", () => {
  test.for(cells.filter(({language}) => language === "python"))(
    "the cell $id of the notebook gives what the page shows",
    async ({code, ids}, {skip}) => {
      if (missing !== null) skip(missing);
      expect(await run(code)).toEqual(ids === null ? described(realDataset()) : ids(realDataset()));
    }
  );

  test("types, units and labels of every column arrive", async ({skip}) => {
    if (missing !== null) skip(missing);
    const code = `import pyarrow as pa
schema = pa.ipc.open_file("points.arrow").schema
result = [[f.name, str(f.type), f.metadata[b"unit"].decode(), f.metadata[b"label_zh"].decode()] for f in schema]`;
    const types = {
      text: "dictionary<values=string, indices=int32, ordered=0>",
      number: "double",
      integer: "int32",
      boolean: "bool",
      instant: "timestamp[ms, tz=UTC]"
    };
    expect(await run(code)).toEqual(
      Object.entries(tables.points.columns).map(([name, {type, unit, label}]) => [
        name,
        types[type],
        unit ?? "",
        label.zh
      ])
    );
  });

  test("polars and DuckDB read Arrow and Parquet to the same numbers, nulls as nulls", async ({skip}) => {
    if (missing !== null) skip(missing);
    const code = `import polars as pl, duckdb
a = pl.read_ipc("points.arrow")
b = pl.read_parquet("points.parquet")
names = ["ttft_p50_ms", "request_rate_per_s", "output_tokens_per_s"]
rows = duckdb.sql("select " + ", ".join(names) + " from 'points.parquet'").fetchall()
kv = {k.decode(): v.decode() for k, v in duckdb.sql("select key, value from parquet_kv_metadata('points.parquet')").fetchall()}
result = [a.select(names).rows() == b.select(names).rows() == rows, [list(r) for r in rows], json.loads(kv["columns"])[0]["name"], kv["kind"]]`;
    const [same, rows, first, kind] = (await run(code)) as [boolean, (number | null)[][], string, string];
    expect(same).toBe(true);
    expect(rows).toEqual(points.map((row) => [row.ttft_p50_ms, row.request_rate_per_s, row.output_tokens_per_s]));
    expect([first, kind]).toEqual(["point_id", "measured"]);
  });
});
