import {Dictionary, Int32, List, Field, tableFromArrays, tableToIPC, Utf8, vectorFromArray, Table} from "apache-arrow";
import {expect, test} from "vitest";
import {secretsOf, telling} from "./secrets.js";

const options = {known: [], keepHosts: false};
const rules = (
  file: string,
  text: string | Uint8Array,
  over: Partial<Parameters<typeof secretsOf>[2]> = {}
): string[] =>
  secretsOf(file, Buffer.from(text as string), {...options, ...over}).map(({rule, value}) => `${rule}: ${value}`);

test.each([
  ["data/points.csv", "point,problem\na,cannot reach 10.1.2.3\n", "ip"],
  ["figures/a.svg", "<svg><text>GPU-4203c4e1-47d8-0ed9-2798-429f2b4fd038</text></svg>", "gpu_uuid"],
  ["index.html", "<p>/home/alice/models</p>", "home"],
  ["data/files.json", `{"note": "key hf_abcdefghijklmnopqrstuvwxyz"}`, "key"],
  ["deploy/x/compose.yaml", "VLLM_API_KEY: s3cret-one", "key"]
])("%s with %j is refused", (file, text, secretClass) => {
  expect(rules(file, text)).toEqual([expect.stringContaining(`(${secretClass})`)]);
});

test.each([
  ["dictionary", vectorFromArray(["on 10.1.2.3", null], new Dictionary(new Utf8(), new Int32()))],
  ["plain", vectorFromArray([null, "on 10.1.2.3"], new Utf8())],
  ["list", vectorFromArray([["on 10.1.2.3"]], new List(new Field("item", new Utf8())))]
])("an Arrow file is searched as its texts: %s", (_kind, problem) => {
  const bytes = tableToIPC(new Table({problem}), "file");
  expect(rules("data/points.arrow", bytes)).toEqual([expect.stringContaining("(ip)")]);
});

test("a column of texts of requests in an Arrow file is refused by its name", () => {
  const bytes = tableToIPC(tableFromArrays({point: ["a"], generated_text: ["b"]}), "file");
  expect(rules("data/points.arrow", bytes)).toEqual(["holds texts of requests: generated_text"]);
});

test("a finding does not repeat the secret", () => {
  expect(rules("a.html", "hf_abcdefghijklmnopqrstuvwxyz").join("")).not.toContain("abcdefgh");
});

test("names known on this machine count, unless hosts may be kept; keys never may", () => {
  const known = [{class: "host", value: "orca"}] as const;
  const text = "orca 10.1.2.3 hf_abcdefghijklmnopqrstuvwxyz";
  expect(rules("a.html", text, {known})).toHaveLength(3);
  expect(rules("a.html", text, {known, keepHosts: true})).toEqual([expect.stringContaining("(key)")]);
});

test("texts of requests are known by the name they stand under", () => {
  expect(rules("data/a.json", `{"generated_texts": ["x"]}`)).toEqual(["holds texts of requests: generated_texts"]);
  expect(rules("data/a.csv", "point,prompt\na,b\n")).toEqual(["holds texts of requests: prompt"]);
  expect(rules("data/a.csv", "point,prompt_tokens\na,1\n")).toEqual([]);
});

test("what deployments take from the environment, and networks that anyone has, identify nobody", () => {
  const text =
    "VLLM_API_KEY: ${VLLM_API_KEY:?set it}\nHF_TOKEN=${HF_TOKEN:-}\n# VLLM_API_KEY=...\n- cidr: 10.0.0.0/8\n/root/.cache";
  expect(rules("deploy/a/compose.yaml", text)).toEqual([]);
  expect(rules("a.html", "/root/.cache")).toHaveLength(1);
});

test("a machine that bears a word of the pages is not looked for", () => {
  const known = [
    {class: "host", value: "Data"},
    {class: "user", value: "alice"}
  ] as const;
  expect(telling(known, "All data of the report.")).toEqual([known[1]]);
});
