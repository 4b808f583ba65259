import {spawnSync} from "node:child_process";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {expect, test} from "vitest";
import {chooseClient} from "./choose-client.js";
import {planSweep} from "./plan.js";
import type {Spec} from "./spec.js";

const stub = fileURLToPath(new URL("../client/fixtures/stub-vllm", import.meta.url));
const nowhere = "/no/such/program";

/** What is chosen on a host whose Python and vLLM are these. */
async function chosen(choice: Spec["client"], python: string, vllm: string) {
  const spec: Spec = {
    name: "t",
    model: {name: "m"},
    targets: {host: {python, vllm: [vllm], environment: {PYTHONPATH: stub}}},
    servers: {bf16: {}},
    workloads: []
  };
  const server = planSweep(spec, "/spec/t.yaml").servers[0]!;
  const {client, version, notes} = await chooseClient(choice, server, new AbortController().signal);
  await client.close();
  return {name: client.name, version, notes};
}

const hasPython = spawnSync("python3", ["--version"]).status === 0;

test.skipIf(!hasPython)(
  "vLLM's client in a worker comes first, then a process a point, then the built-in one; each step is told",
  async () => {
    const vllm = join(stub, "bin/vllm");
    expect(await chosen(undefined, "python3", vllm)).toEqual({name: "vllm-worker", version: "0.0.0+stub", notes: []});
    expect(await chosen("vllm", nowhere, vllm)).toEqual({
      name: "vllm-process",
      version: "0.0.0+stub",
      notes: [expect.stringMatching(/^client vllm-worker cannot be used: /)]
    });
    const last = await chosen("auto", nowhere, nowhere);
    expect(last).toMatchObject({
      name: "sweepbook",
      notes: [/vllm-worker/, /vllm-process/].map((each) => expect.stringMatching(each) as string)
    });
    await expect(chosen("vllm", nowhere, nowhere)).rejects.toMatchObject({exitCode: 3});
  }
);
