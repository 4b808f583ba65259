import {appendFileSync} from "node:fs";
import {createInterface} from "node:readline";
import {z} from "zod";
import {Problem} from "../../src/model/problem.js";
import {clockPair} from "./clock.js";
import {runLoad, prepareLoad, type Prepared} from "./load.js";
import {parseLoadSpec} from "./load-spec.js";
import {benchResult, type BenchResult} from "./result.js";
import {resultText} from "./result-text.js";
import {writeWhole} from "./write-whole.js";

export const clientVersion = "0.1.0";

/**
 * The built-in load generator as a process: one call from its options, or with --worker one call for each JSON line on
 * stdin, in the protocol of worker-protocol.ts. Ends with stdin, so it never outlives its runner.
 */
export async function client(argv: readonly string[]): Promise<void> {
  if (argv.includes("--worker")) return worker();
  const interrupt = new AbortController();
  const stop = (): void => interrupt.abort(new Problem("interrupted", {exitCode: 130}));
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  const {result} = await call(argv, await prepareCall(argv), interrupt.signal);
  process.stdout.write(resultText(result));
  if (result.failed > 0) process.exitCode = 1;
}

async function prepareCall(argv: readonly string[]): Promise<Prepared[]> {
  return prepareLoad(parseLoadSpec(argv));
}

async function call(argv: readonly string[], requests: readonly Prepared[], signal: AbortSignal) {
  const spec = parseLoadSpec(argv);
  const run = await runLoad(spec, requests, signal);
  const result = benchResult(spec, run, new Date());
  if (spec.result_path !== null) await writeWhole(spec.result_path, `${JSON.stringify(result)}\n`);
  return {result, run};
}

const message = z.object({
  id: z.number().int(),
  op: z.enum(["hello", "prepare", "measure"]),
  argv: z.array(z.string()).default([]),
  log: z.string().nullable().default(null)
});
type Message = z.infer<typeof message>;

async function worker(): Promise<void> {
  const prepared = new Map<string, Promise<Prepared[]>>();
  const lines = createInterface({input: process.stdin});
  lines.on("close", () => process.exit(0));
  let busy: Promise<void> = Promise.resolve();
  for await (const line of lines) {
    const parsed = message.safeParse(JSON.parse(line));
    if (!parsed.success) throw new Problem("not a call of the worker protocol", {value: line});
    const data = parsed.data;
    if (data.op === "measure") {
      busy = busy.then(async () => reply(data.id, await answer(data, prepared)));
    } else if (data.op === "prepare") {
      const making = prepareCall(data.argv);
      making.catch(() => {}); // told when the call comes
      prepared.clear(); // of calls that never came
      prepared.set(JSON.stringify(data.argv), making);
      reply(data.id, {ok: true});
    } else reply(data.id, {ok: true, version: clientVersion});
  }
}

async function answer(data: Message, prepared: Map<string, Promise<Prepared[]>>): Promise<object> {
  const started = performance.now();
  const key = JSON.stringify(data.argv);
  try {
    const requests = await (prepared.get(key) ?? prepareCall(data.argv));
    prepared.delete(key);
    const promptsS = (performance.now() - started) / 1e3;
    const {result, run} = await call(data.argv, requests, new AbortController().signal);
    if (data.log !== null) appendFileSync(data.log, resultText(result));
    return {ok: true, prompts_s: promptsS, clock: run.clock, cpu_s: run.cpu_s, ...summary(result)};
  } catch (error) {
    prepared.delete(key);
    return {ok: false, error: error instanceof Error ? error.message : String(error), clock: clockPair()};
  }
}

function summary(result: BenchResult): object {
  return {completed: result.completed, failed: result.failed, duration_s: result.duration};
}

function reply(id: number, body: object): void {
  process.stdout.write(`${JSON.stringify({id, ...body})}\n`);
}
