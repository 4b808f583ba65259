import {readFileSync} from "node:fs";
import {expect, test} from "vitest";
import {parse} from "yaml";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Workflow {
  readonly permissions: unknown;
  readonly jobs: Readonly<
    Record<string, {readonly needs?: string; readonly permissions?: unknown; readonly steps: readonly Step[]}>
  >;
}

const text = readFileSync("docs/ci/report.yml", "utf8");
const workflow = parse(text) as Workflow;
const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
const {scripts, engines} = JSON.parse(readFileSync("package.json", "utf8")) as {
  scripts: Record<string, string>;
  engines: {node: string};
};

test("the example of a workflow calls commands that there are", () => {
  const called = steps.flatMap(({run = ""}) =>
    [...run.matchAll(/npm run (?:-s )?([\w:-]+)/g)].map(([, name]) => name!)
  );
  expect(called).toEqual(expect.arrayContaining(["build", "verify", "compare", "runs"]));
  for (const name of called) expect(scripts, name).toHaveProperty(name);
});

test("it runs on a Node that package.json allows, with actions of a named version and no more rights than each job needs", () => {
  for (const {uses, with: options} of steps) {
    if (uses === undefined) continue;
    expect(uses).toMatch(/^actions\/[\w-]+@v\d+$/);
    if (uses.startsWith("actions/setup-node")) expect(engines.node).toBe(`>=${String(options?.["node-version"])}.19`);
  }
  expect(workflow.permissions).toEqual({contents: "read"});
  expect(workflow.jobs["compare"]!.permissions).toEqual({contents: "read", "pull-requests": "write"});
  for (const job of Object.values(workflow.jobs))
    if (job.needs !== undefined) expect(workflow.jobs).toHaveProperty(job.needs);
});

test("nothing of a pull request's own words is put into a command", () => {
  for (const {run = ""} of steps) expect(run).not.toContain("${{");
});
