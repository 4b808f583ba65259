import {join} from "node:path";
import * as fc from "fast-check";
import {describe, expect, test} from "vitest";
import {listRuns} from "./runs.js";
import {readManifest} from "./manifest-file.js";
import {columnSecrets, findSecrets, redact} from "./redact.js";
import {readStored} from "./store.js";
import {realRuns} from "./testing/real.js";

describe("redact replaces what identifies", () => {
  const cases: [string, string, string][] = [
    ["gpu_uuid", "0, GPU-4203c4e1-47d8-0ed9-2798-429f2b4fd038, 0 %", "0, [gpu_uuid], 0 %"],
    ["gpu_uuid", "MIG-4203c4e1-47d8-0ed9-2798-429f2b4fd038", "[gpu_uuid]"],
    ["gpu_uuid", "    GPU PDI              : 0x9eb3c5cee7184232\n", "    GPU PDI              : [gpu_uuid]\n"],
    ["serial", "    Serial Number       : 1753024038161\n", "    Serial Number       : [serial]\n"],
    ["serial", '{"serial": "1324021001"}', '{"serial": "[serial]"}'],
    ["ip", "tcp://192.0.2.2:47117 backend", "tcp://[ip]:47117 backend"],
    ["ip", "--host=10.1.2.3", "--host=[ip]"],
    ["ip", "from fe80::1ff:fe23:4567:890a port", "from [ip] port"],
    ["ip", "2001:0db8:85a3:0000:0000:8a2e:0370:7334", "[ip]"],
    ["mac", "link/ether 0a:1b:2c:3d:4e:5f brd", "link/ether [mac] brd"],
    ["host", "HOSTNAME=gpu-node-17", "HOSTNAME=[host]"],
    ["host", "SLURM_NODELIST=gpu[01-04],rack4", "SLURM_NODELIST=[host]"],
    ["host", '"node_name": "rack4"', '"node_name": "[host]"'],
    ["host", "http://gpu17:8000/v1", "http://[host]:8000/v1"],
    ["host", "http://llm.example-corp.com:8000/v1", "http://[host]:8000/v1"],
    ["host", "see http://gpu17/metrics", "see http://[host]/metrics"],
    ["host", "node3.cluster.local said", "[host] said"],
    ["host", "ip-10-0-0-12", "[host]"],
    ["host", "vllm serve m --host gpu17 --port 1", "vllm serve m --host [host] --port 1"],
    ["host", `Namespace(host='gpu17', port=1)`, `Namespace(host='[host]', port=1)`],
    ["host", `{"host": "gpu17"}`, `{"host": "[host]"}`],
    ["host", `dcgm_power{gpu="0",Hostname="gpu17"} 1`, `dcgm_power{gpu="0",Hostname="[host]"} 1`],
    ["host", `up{instance="gpu17:9400"} 1`, `up{instance="[host]:9400"} 1`],
    ["host", "gpu17:4242:4243 [0] NCCL INFO Bootstrap", "[host]:4242:4243 [0] NCCL INFO Bootstrap"],
    ["user", "scp alice@gpu17:/data/x .", "scp [user]:/data/x ."],
    ["user", "mail bob.smith@company.com now", "mail [user] now"],
    ["user", "USER=alice", "USER=[user]"],
    ["home", "/home/alice/models/x", "[home]/models/x"],
    ["home", "'/root/.cache/vllm'", "'[home]/.cache/vllm'"],
    ["home", "/Users/Alice/x", "[home]/x"],
    ["key", "token hf_abcdefghijklmnopqrstuvwxyz", "token [key]"],
    ["key", "Authorization: Bearer sk-test-1234567890", "Authorization: Bearer [key]"],
    ["key", "vllm serve m --api-key s3cret-one", "vllm serve m --api-key [key]"],
    ["key", "'api_key': ['s3cret-one']", "'api_key': ['[key]']"],
    ["key", "VLLM_API_KEY=abcdef123", "VLLM_API_KEY=[key]"],
    ["key", "https://bob:hunter2@example.com/v1", "https://bob:[key]@example.com/v1"],
    ["key", "GET /v1/models?token=abcdef123&x=1", "GET /v1/models?token=[key]&x=1"],
    ["key", "AIzaSyA1234567890abcdefghijklmnopqrstuv", "[key]"],
    ["key", '["--api-key", "s3cret"]', '["--api-key", "[key]"]']
  ];
  test.each(cases)("%s in %j", (secretClass, text, expected) => {
    expect(redact(text)).toEqual({text: expected, counts: {[secretClass]: 1}});
  });
});

describe("redact leaves what identifies nobody", () => {
  test.each([
    `--host 0.0.0.0 --host=localhost host='127.0.0.1', "host": null, {engine="0",model_name="m"}`,
    "http://127.0.0.1:8000 and 0.0.0.0 and localhost:8000 and http://localhost:8000/v1 and ::1",
    "Serial Number : N/A\nGPU PDI : N/A\nClusterUUID : N/A",
    "INFO 11-24 05:11:48 [api_utils.py:345] version 0.26.0",
    "GPU 00000000:00:06.0  VBIOS 96.00.DA.00.0C  Inforom G520.0200.00.05",
    "vllm::unified_attention_with_output, std::a::b",
    "nvidia-cublas-cu12==12.8.3.14\nnvidia-cudnn-cu12 9.10.2.21\nDriver Version: 580.159.04",
    '{"api_key": null, "eos_token": "<|im_end|>", "bos_token_id": 151643, "total_output_tokens": 512}',
    "'api_key': [None]",
    '{"hostname": null, "host": true, "user_name": 5, "nodename": ["a"]}',
    "Qwen/Qwen2.5-7B-Instruct@main torch@v2.1",
    "https://docs.vllm.ai/en/latest and https://github.com/vllm-project/vllm",
    "threading.local() 1.2.3 2026/11/24 05:13:53.569",
    "a root /rootfs and homepage/x, tcp://redacted:46071"
  ])("%j", (text) => {
    expect(findSecrets(text)).toEqual([]);
  });
});

test("redact hides a known name as a whole word only", () => {
  const known = [{class: "host", value: "orca"} as const];
  expect(redact("orca, orcas, on-orca: orca.", known)).toEqual({
    text: "[host], orcas, on-orca: [host].",
    counts: {host: 2}
  });
});

test("columns that only identify are known by their names", () => {
  const csv =
    "timestamp, index, serial, power.draw [W], hostname\n2026, 0, 1753024038161, 90 W, rack4\n2027, 1, [N/A], 91 W, rack4\n";
  expect(columnSecrets(csv)).toEqual([
    {class: "serial", value: "1753024038161"},
    {class: "host", value: "rack4"}
  ]);
  expect(columnSecrets("timestamp, index\n2026, 0\n")).toEqual([]);
});

test("redact is done after one pass", () => {
  const pieces = fc.constantFrom(
    "10.1.2.3",
    "fe80::1",
    "alice@host:/x",
    "/home/a/",
    "hf_abcdefghijklmnopqrst",
    "HOSTNAME=",
    "GPU PDI : 0x12",
    " ",
    "\n",
    ":",
    '"',
    "api_key=",
    "x1"
  );
  fc.assert(
    fc.property(fc.array(pieces, {maxLength: 12}), (parts) => {
      const once = redact(parts.join("")).text;
      expect(redact(once).text).toBe(once);
    })
  );
});

test("JSON stays JSON, whatever stands in it", () => {
  const key = fc.constantFrom("hostname", "host", "user_name", "api_key", "serial", "password", "x");
  const text = fc
    .array(
      fc.constantFrom(
        "/home/a",
        "Serial: 12345",
        "GPU PDI : 0x1",
        "-----BEGIN PRIVATE KEY-----",
        "--api-key a1b2",
        " ",
        "\n",
        '"',
        "\\",
        "gpu17",
        "Bearer abcdefgh1",
        "password=abc",
        "'",
        "C:\\Users\\bob"
      ),
      {maxLength: 6}
    )
    .map((parts) => parts.join(""));
  const {value} = fc.letrec((tie) => ({
    value: fc.oneof(
      {depthSize: "small"},
      text,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie("value"), {maxLength: 3}),
      fc.dictionary(key, tie("value"), {maxKeys: 4})
    )
  }));
  fc.assert(
    fc.property(value, fc.constantFrom(undefined, 1), (json, indent) => {
      expect(() => JSON.parse(redact(JSON.stringify(json, null, indent)).text) as unknown).not.toThrow();
    }),
    {numRuns: 2000}
  );
});

test("redact takes time in proportion to the text, whatever it holds", () => {
  // In the square of the text it would take minutes: this test would not end in its time.
  for (const piece of [
    "a ",
    "a.",
    "a:",
    "a-",
    "1.",
    "/home",
    "word@",
    "ab:cd:",
    "key_",
    "://a:",
    "?key=",
    "PRIVATE KEY-----",
    "--host ",
    "x:1:"
  ]) {
    expect(findSecrets(piece.repeat(200_000 / piece.length))).toBeInstanceOf(Array);
  }
});

test("no stored file of the committed runs holds anything that identifies", () => {
  for (const run of listRuns(realRuns)) {
    const {manifest, bytes} = readManifest(realRuns, run);
    expect(findSecrets(bytes.toString())).toEqual([]);
    for (const file of manifest.files) {
      const text = readStored(join(realRuns, run), file).toString("utf8");
      expect(findSecrets(text), `${run}/${file.path}`).toEqual([]);
    }
  }
});
