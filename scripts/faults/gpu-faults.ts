import {existsSync, mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import {fileURLToPath} from "node:url";
import {parseServerLog} from "../../loaders/server-log.js";
import {parseTelemetryCsv} from "../../loaders/telemetry-csv.js";
import {startGpuSampler} from "../sampler/gpu-sampler.js";
import {diagnose} from "../sweep/failures.js";
import type {Fault, Seen} from "./fault.js";

const stub = fileURLToPath(new URL("../sampler/fixtures/stub-nvidia-smi.sh", import.meta.url));

/** The sampler over a stub of nvidia-smi that misbehaves; then what the loader reads of what it kept. Restarts below 0: none works. */
async function sampled(command: readonly [string, ...string[]], restarts: number): Promise<Seen> {
  const folder = mkdtempSync(join(tmpdir(), "sweepbook-faults-"));
  const path = join(folder, "telemetry.csv");
  const sampler = startGpuSampler({path, command, interval_ms: 50, hang_ms: 400});
  try {
    for (let i = 0; i < 400; i++) {
      const {n_samples, n_restarts, problem} = sampler.summary();
      if ((restarts < 0 && problem !== null) || (n_samples >= 4 && n_restarts >= restarts)) break;
      await sleep(25);
    }
    const summary = await sampler.stop();
    if (!existsSync(path)) return {seen: `no samples: ${summary.problem}`, damage: null};
    const text = readFileSync(path, "utf8");
    const {samples, problems} = parseTelemetryCsv(text, "telemetry.csv", 0);
    const headers = text.split("\n").filter((line) => line.startsWith("timestamp")).length;
    const [first] = samples;
    const zero = samples.some(({powerW, gpuUtilisationPct, smClockMhz}) =>
      [powerW, gpuUtilisationPct, smClockMhz].some(Number.isNaN)
    );
    return {
      seen: `${summary.n_restarts} restarts; power ${first?.powerW ?? "null"} W, use ${first?.gpuUtilisationPct ?? "null"} %, clock ${first?.smClockMhz ?? "null"} MHz; ${problems.join(", ") || "no problem"}`,
      damage:
        samples.length < 4
          ? `${samples.length} samples`
          : headers !== 1
            ? `${headers} headers`
            : zero
              ? "a number that is none"
              : null
    };
  } finally {
    await sampler.stop();
    rmSync(folder, {recursive: true, force: true});
  }
}

const samplers: readonly (readonly [string, string, string, RegExp, readonly [string, ...string[]], number])[] = [
  [
    "nvidia-smi-missing",
    "no nvidia-smi",
    "told; no telemetry, no zeros",
    /no samples: .*not on this host/,
    ["/nonexistent/nvidia-smi"],
    -1
  ],
  [
    "nvidia-smi-broken",
    "a driver that nvidia-smi cannot reach",
    "told with its words; no telemetry",
    /no samples: .*driver/i,
    ["sh", stub, "broken"],
    -1
  ],
  [
    "nvidia-smi-hangs",
    "nvidia-smi falls silent",
    "ended and started again",
    /^[1-9]\d* restarts; power 121\.69 W/,
    ["sh", stub, "hang"],
    1
  ],
  [
    "nvidia-smi-dies",
    "nvidia-smi ends again and again",
    "started again, one header",
    /^[1-9]\d* restarts; power 121\.69 W/,
    ["sh", stub, "die"],
    1
  ],
  [
    "nvidia-smi-old",
    "a driver that does not know a field",
    "asked by the older name",
    /power 121\.69 W/,
    ["sh", stub, "old-driver"],
    0
  ],
  [
    "nvidia-smi-n/a",
    "[N/A], N/A, [Not Supported] and [Unknown Error] for numbers",
    "null, never zero",
    /power null W, use null %, clock null MHz/,
    ["sh", stub, "not-supported"],
    0
  ],
  [
    "nvidia-smi-mig",
    "a GPU in MIG mode, which tells no utilisation",
    "null, never zero; power as told",
    /power 121\.69 W, use null %/,
    ["sh", stub, "mig"],
    0
  ]
];

/** A log gives null where it does not say, and never a number of another line. */
function logged(text: string): Seen {
  const log = parseServerLog(text);
  const known = Object.entries(log).filter(([, value]) => value !== null && value !== false);
  return {
    seen: `${known.length} values read: ${known.map(([name]) => name).join(", ")}; ${diagnose(text)?.cause ?? "no cause named"}`,
    damage: null
  };
}

/** What the driver's tool and an engine's log do when they are not what they were. */
export const gpuFaults: readonly Fault[] = [
  ...samplers.map(([id, injected, expected, shows, command, restarts]) => ({
    id,
    group: "gpu" as const,
    injected,
    expected,
    shows,
    run: () => sampled(command, restarts)
  })),
  {
    id: "log-other-language",
    group: "gpu",
    injected: "a server's log in another language, with the numbers of other things",
    expected: "nothing read, no cause invented",
    shows: /^0 values read: ; no cause named/,
    run: async () =>
      logged(
        "信息 11-24 05:13:53 模型加载耗时 14.29 GiB 与 3.2 秒\nFEHLER: Speicher 80 GiB voll, 32768 Token\nIl reste 55.62 Gio pour le cache KV\n"
      )
  },
  {
    id: "log-other-version",
    group: "gpu",
    injected: "a log whose lines all have other words than any version that is known",
    expected: "nothing read, nothing guessed",
    shows: /^0 values read/,
    run: async () => logged("weights resident: 14.29 GiB\ncache pool = 1041472 slots\nready on port 8000\nengine 9.9\n")
  },
  {
    id: "log-binary",
    group: "gpu",
    injected: "a log of random bytes",
    expected: "nothing read, and at once",
    shows: /^0 values read/,
    run: async () => logged(String.fromCharCode(...Array.from({length: 50_000}, (_, i) => (i * 7919) % 255)))
  }
];
