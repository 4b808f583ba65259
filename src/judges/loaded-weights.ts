import {failedChecks} from "../model/audit/failed-checks.js";
import type {ServerRow} from "../model/tables/servers.js";
import type {Text} from "../model/text.js";
import type {Case} from "../model/claims/case.js";
import {say} from "../model/claims/words.js";

/** What measured servers of the article's model say they loaded in both precisions; empty where neither was served. */
export function loadedWeights(c: Case): Text {
  const {dataset} = c;
  const {name} = dataset.article.model;
  const names = dataset.models.find((m) => m.id === name || m.names.includes(name))?.names ?? [name];
  const find = (precisions: readonly string[]): ServerRow | undefined =>
    dataset.servers.find(
      (s) =>
        s.kind === "measured" &&
        names.includes(s.model ?? "") &&
        precisions.includes(s.precision ?? "") &&
        s.model_memory_gib !== null &&
        dataset.points.every(
          (p) =>
            p.run !== s.run ||
            p.server !== s.server ||
            failedChecks(dataset, p.point_id).every(({check}) => check !== "precision_memory")
        )
    );
  const [full, small] = [find(["bf16", "fp16"]), find(["gptq-int4"])];
  for (const server of [full, small])
    if (server !== undefined)
      c.cite({id: server.server_id, column: "model_memory_gib", value: server.model_memory_gib ?? 0, kind: "measured"});
  if (full === undefined || small === undefined) return {en: "", zh: ""};
  const [a, b] = [full.model_memory_gib ?? 0, small.model_memory_gib ?? 0];
  return say(
    (n) => `Measured on other hardware: the engine loads ${n(a, "GiB")} in 16 bits and ${n(b, "GiB")} in Int4.`,
    (n) => `在其他硬件上实测：引擎加载 16 位权重 ${n(a, "GiB")}，Int4 ${n(b, "GiB")}。`
  );
}
