import {randomBytes} from "node:crypto";
import {copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {z} from "zod";
import {Problem} from "../../src/model/problem.js";
import {batchScript, sbatchArguments} from "../sweep/hosts/slurm-job.js";
import {sharesOf, type Share} from "../sweep/hosts/share.js";
import {TargetHost} from "../sweep/hosts/target-host.js";
import {planSweep} from "../sweep/plan.js";
import {readSpec} from "../sweep/read-spec.js";
import type {SpecTarget} from "../sweep/spec.js";
import {fail, notChecked, ok, warn, type Check} from "./check.js";

const checkSchema = z.object({
  id: z.string(),
  status: z.enum(["ok", "warn", "fail", "not_checked"]),
  found: z.string(),
  costs: z.string().nullable(),
  fix: z.string().nullable()
});

/** What was looked at on the hosts of a spec: `needed` decides whether the sweep can run. */
export interface TargetChecks {
  readonly needed: readonly Check[];
  readonly other: readonly Check[];
}

/** Looks at every host that a spec reaches by ssh or Slurm, all at once: nothing is started and nothing left there. */
export async function targetChecks(file: string): Promise<TargetChecks> {
  const spec = readSpec(file);
  const shares = sharesOf(spec, planSweep(spec, file), file).filter(({via}) => via !== "local");
  const targets = [...new Set(shares.map(({target}) => target))];
  const found = await Promise.all(
    targets.map(async (id) => {
      const mine = shares.filter(({target}) => target === id);
      const checks = await checkTarget(id, spec.targets![id]!, mine, file);
      const named = (check: Check): Check => ({...check, id: `${id}: ${check.id}`});
      return {needed: checks.needed.map(named), other: checks.other.map(named)};
    })
  );
  return {needed: found.flatMap((each) => each.needed), other: found.flatMap((each) => each.other)};
}

async function checkTarget(
  id: string,
  target: SpecTarget,
  shares: readonly Share[],
  file: string
): Promise<TargetChecks> {
  const host = new TargetHost(target, file, `doctor-${randomBytes(5).toString("hex")}`);
  let put = false;
  try {
    const {base, bundle} = await host.ready();
    put = true;
    const reached = ok("connection", `${host.transport.name}: connected, the runner can be put there`);
    const checks =
      target.via === "slurm"
        ? await slurmChecks(id, target, host, shares, base, bundle)
        : await doctorThere(target, host, shares[0]!, base, bundle);
    return {needed: [reached, ...checks.needed], other: checks.other};
  } catch (error) {
    const problem = error instanceof Problem ? error : null;
    const said = error instanceof Error ? error.message : String(error);
    const remedy = problem?.remedy ?? null;
    const cause = remedy === null ? said : said.replace(`; ${remedy}`, "");
    return {needed: [fail("connection", cause, "this target cannot be measured", remedy)], other: []};
  } finally {
    if (put) await host.clean(shares.map((share) => share.id)).catch(() => undefined);
    await host.transport.close();
  }
}

/** The doctor itself, on the host. */
async function doctorThere(
  target: SpecTarget,
  host: TargetHost,
  share: Share,
  base: string,
  bundle: string
): Promise<TargetChecks> {
  await host.checkNode();
  const stage = mkdtempSync(join(tmpdir(), "sweepbook-doctor-"));
  try {
    for (const [name, path] of share.inputs) {
      mkdirSync(dirname(join(stage, name)), {recursive: true});
      copyFileSync(path, join(stage, name));
    }
    // The sentinel may be a point of another share.
    writeFileSync(join(stage, "spec.json"), JSON.stringify({...share.spec, sentinel: "auto"}));
    await host.transport.send(stage, `${base}/${share.id}`);
  } finally {
    rmSync(stage, {recursive: true, force: true});
  }
  const variables = Object.entries(target.environment ?? {}).map(([name, value]) => `${name}=${value}`);
  const doctor = ["doctor", "--json", "--spec", `${base}/${share.id}/spec.json`, "--runs", base];
  const python = ["--python", target.python ?? "python3"];
  const ran = await host.transport.run(["env", ...variables, target.node ?? "node", bundle, ...doctor, ...python]);
  try {
    const {checks} = z.object({checks: z.array(checkSchema)}).parse(JSON.parse(ran.stdout));
    const isNeeded = ({id}: Check): boolean => id.startsWith("spec ") || id === "disk" || id === "ports";
    return {needed: checks.filter(isNeeded), other: checks.filter((check) => !isNeeded(check))};
  } catch {
    const said = (ran.stderr.trim() || ran.stdout.trim()).split("\n").at(-1) ?? "";
    return {needed: [fail("doctor", said, "this target cannot be measured", null)], other: []};
  }
}

/** What Slurm says of the jobs, without submitting any. */
async function slurmChecks(
  id: string,
  target: SpecTarget,
  host: TargetHost,
  shares: readonly Share[],
  base: string,
  bundle: string
): Promise<TargetChecks> {
  const {transport} = host;
  const version = await transport.run(["sbatch", "--version"]);
  if (version.exitCode !== 0) {
    const fix = "give the host of sbatch: host: NAME in the target";
    return {
      needed: [fail("slurm", version.stderr.trim().split("\n").at(-1)!, "no job can be submitted", fix)],
      other: []
    };
  }
  const node = await host.checkNode().then(
    (found) => ok("node", `${found} where sbatch runs; jobs need it on their nodes too`),
    (error: unknown) =>
      warn("node", error instanceof Error ? error.message : String(error), "jobs need it on their nodes", null)
  );
  const jobs: Check[] = [];
  for (const share of shares) {
    const folders = new Map([[null, `${base}/${share.id}`]]);
    const job = {name: `sweepbook-doctor-${share.id}`, target, gpus: share.gpus, base, bundle, folders};
    const [sbatch, ...args] = sbatchArguments(job) as [string, ...string[]];
    const ran = await transport.run([sbatch, "--test-only", ...args], {input: batchScript(job)});
    const said = `${ran.stderr} ${ran.stdout}`
      .trim()
      .split("\n")
      .at(-1)!
      .replace(/^sbatch: (?:error: )?/, "");
    jobs.push(
      ran.exitCode === 0
        ? ok(`job ${share.id}`, said)
        : fail(`job ${share.id}`, said, "Slurm refuses this job", `correct targets.${id}.slurm`)
    );
  }
  const nodes = notChecked("nodes", "GPUs, driver, Python and vLLM of the nodes show only in a job");
  return {needed: [ok("slurm", version.stdout.trim()), ...jobs], other: [node, nodes]};
}
