import {mkdtempSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, test} from "vitest";
import {planSweep} from "../plan.js";
import type {Spec} from "../spec.js";
import {owns, sharesOf, workHash} from "./share.js";

const folder = mkdtempSync(join(tmpdir(), "sweepbook-share-"));
const file = join(folder, "t.yaml");
const simulated = {engine: "simulated", gpu: "h100-80gb-sxm"} as const;
const spec = (over: Partial<Spec> = {}): Spec => ({
  name: "t",
  model: {name: "m"},
  targets: {
    here: simulated,
    box: {...simulated, via: "ssh", host: "box"},
    cluster: {...simulated, via: "slurm", slurm: {partition: "gpu"}}
  },
  servers: {a: {}, b: {target: "box"}, c: {target: "cluster"}, d: {target: "cluster", gpus: 2}},
  workloads: [{input_tokens: 8, output_tokens: 8}],
  load: {concurrency: [1, 2, 4]},
  ...over
});
const shares = (over: Partial<Spec> = {}) => sharesOf(spec(over), planSweep(spec(over), file), file);

test("one share for what is local, one a host of ssh, one a server configuration of Slurm", () => {
  expect(shares().map(({id, via, servers, gpus}) => [id, via, servers, gpus])).toEqual([
    ["here", "local", ["a"], 1],
    ["box", "ssh", ["b"], 1],
    ["cluster.c", "slurm", ["c"], 1],
    ["cluster.d", "slurm", ["d"], 2]
  ]);
});

test("together the shares measure the points of the whole plan, with the same seeds and order", () => {
  const repeats = {repeats: {count: 4, boots: 2}};
  const text = (s: Spec) =>
    planSweep(s, file).boots.map(({boot}) => [boot.name, boot.points.map((p) => `${p.point}#${p.repeat} ${p.seed}`)]);
  const whole = text(spec(repeats));
  const parts = shares(repeats).flatMap(({spec: own, start}) =>
    text(own).filter((_, i) => start === null || i === start.number - 1)
  );
  const byName = (a: unknown, b: unknown): number => (String(a) < String(b) ? -1 : 1);
  expect(parts.sort(byName)).toEqual(whole.sort(byName));
});

test("starts of one configuration are an array of jobs, but where a search or an adaptive series needs them all", () => {
  const ids = (over: Partial<Spec>) => shares(over).map(({id}) => id);
  expect(ids({repeats: {count: 2, boots: 2}})).toEqual([
    "here",
    "box",
    "cluster.c.1",
    "cluster.c.2",
    "cluster.d.1",
    "cluster.d.2"
  ]);
  const knee = {kind: "knee", input_tokens: 8, output_tokens: 8, servers: ["c"]} as const;
  expect(ids({repeats: {count: 2, boots: 2}, searches: [{...knee, servers: ["c"]}]})).toEqual([
    "here",
    "box",
    "cluster.c",
    "cluster.d.1",
    "cluster.d.2"
  ]);
  expect(ids({repeats: {count: 2, boots: 2, until_half_width: 0.1}})).toEqual([
    "here",
    "box",
    "cluster.c",
    "cluster.d"
  ]);
});

test("every start's name belongs to just one share, restarts too", () => {
  const all = shares({repeats: {count: 3, boots: 3}});
  const owner = (name: string) => all.filter((share) => owns(share, name)).map(({id}) => id);
  expect(["c", "c.2", "c.3", "c.4", "c.5", "b.7"].map(owner)).toEqual([
    ["cluster.c.1"],
    ["cluster.c.2"],
    ["cluster.c.3"],
    ["cluster.c.1"],
    ["cluster.c.2"],
    ["box"]
  ]);
});

test("files that lie here go along, others are the host's; how the host is reached is not part of the work", () => {
  writeFileSync(join(folder, "config.json"), "{}");
  const over = {
    model: {name: "m", config: "config.json"},
    servers: {b: {target: "box", model: {config: "/on/the/host.json"}}}
  };
  const [box] = shares(over);
  const [[name, path]] = [...box!.inputs] as [[string, string]];
  expect([box!.spec.model.config, path]).toEqual([name, join(folder, "config.json")]);
  expect(box!.spec.servers["b"]!.model!.config).toBe("/on/the/host.json");
  expect(box!.spec.targets).toEqual({box: {...simulated, via: "local"}});
  const moved = {...over, targets: {box: {...simulated, via: "ssh" as const, host: "moved", folder: "/x"}}};
  expect(workHash(shares(moved)[0]!)).toBe(workHash(box!));
});
