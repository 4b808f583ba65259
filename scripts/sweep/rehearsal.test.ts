import {expect, test} from "vitest";
import {planSweep} from "./plan.js";
import {readSpec} from "./read-spec.js";
import {rehearsal} from "./rehearsal.js";

test("a rehearsal is simulated, has a run of its own, the same points, and budgets as much shorter as it is faster", () => {
  const file = "data/sweeps/h100-core.yaml";
  const spec = readSpec(file, {});
  const tried = rehearsal(spec, 20);
  const [real, plan] = [planSweep(spec, file), planSweep(tried, file)];
  expect([real.kind, plan.kind]).toEqual(["measured", "simulated"]);
  expect(tried.name).toBe("h100-core-rehearsal");
  const names = (of: typeof plan) =>
    of.boots.flatMap(({boot}) => boot.points.map((point) => `${point.point}#${point.repeat}`));
  expect(new Set(names(plan))).toEqual(new Set(names(real)));
  expect(plan.servers[0]!.budget_s).toBe(real.servers[0]!.budget_s! / 20);
  const command = plan.servers.find(({id}) => id === "article-command")!.command.join(" ");
  expect(command).toContain("--sim-speed 20");
  expect(command).toContain("--tensor-parallel-size 4");
  expect(command).toContain("--sim-gpus 1 "); // as present on the host, not as the server wishes
});
