import {kvBytesPerToken} from "../model/physics/kv.js";
import {weightBytes} from "../model/physics/weights.js";
import {modelOf} from "../model/claims/architecture-of.js";
import {claim} from "../model/claims/claim.js";
import {Missing} from "../model/claims/missing.js";
import {count, say} from "../model/claims/words.js";

export const scenarioCommand = claim({
  id: "scenario-command",
  said: {context: /with ([\d.]+) tokens/},
  zh: ({context}) => `所印的 vLLM 命令可在四张卡上以 ${count(context)} 个 token 的上下文提供服务`,
  depends_on: [],
  settles: say(
    () => "Starting the printed command with the engine version it names; with YaRN set, the length may be accepted.",
    () => "用文中所写的引擎版本启动该命令；若设置 YaRN，这一长度可能被接受。"
  ),
  find(c) {
    const flags = c.dataset.article.scenarios.find(({id}) => id === "web-service")?.serve_flags ?? null;
    const asked = Number(flags?.["max-model-len"]);
    const tensorParallel = Number(flags?.["tensor-parallel-size"]);
    if (flags === null || !Number.isFinite(asked) || !Number.isFinite(tensorParallel))
      throw new Missing({en: "the printed command's flags", zh: "所印命令的参数"});
    const row = c.row("3.2", "4090d-x4");
    const {arch, gpu} = c.target(row);
    const id = "article/scenarios/web-service";
    c.cite(
      {id, column: "serve_flags.max-model-len", value: asked, kind: "published"},
      {id, column: "serve_flags.tensor-parallel-size", value: tensorParallel, kind: "published"},
      {
        id: `model/${modelOf(c.dataset, c.dataset.article.model.name).id}`,
        column: "max_position_embeddings",
        value: arch.maxPositions,
        kind: "data sheet"
      }
    );
    const extended = Object.keys(flags).some((name) => /rope-scaling|hf-overrides/.test(name));
    const has = (gpu.memory_mib * 2 ** 20 * row.gpus) / 1e9;
    const need = (weightBytes(arch, "fp16") + kvBytesPerToken(arch) * asked) / 1e9;
    const heads = arch.attention.heads % tensorParallel === 0;
    c.figure({en: "Context asked", zh: "所要求的上下文"}, asked, "tokens");
    c.figure({en: "Context of the model's configuration", zh: "模型配置的上下文"}, arch.maxPositions, "tokens");
    c.figure({en: "Weights and KV of one full context", zh: "权重与一个完整上下文的 KV"}, need, "GB", null, "bound");
    const tooLong = asked > arch.maxPositions && !extended;
    const because = say(
      (n) =>
        `The command asks for ${count(asked)} tokens; the model's configuration ends at ${count(arch.maxPositions)}${extended ? ", and the command sets a longer rope scaling" : " and the command sets no YaRN, so vLLM refuses to start"}. Heads (${count(arch.attention.heads)} / ${count(tensorParallel)}${heads ? "" : ", not whole"}) and memory (${n(need, "GB")} of ${n(has, "GB")}) ${heads && need <= has ? "would do" : "would not do"}. Whether ${c.dataset.article.setup.engine} knew every flag is not in the data, so it is not judged.`,
      (n) =>
        `命令要求 ${count(asked)} 个 token；模型配置到 ${count(arch.maxPositions)} 为止${extended ? "，而命令设置了更长的 rope 缩放" : "，命令又没有设置 YaRN，vLLM 会拒绝启动"}。注意力头（${count(arch.attention.heads)} / ${count(tensorParallel)}${heads ? "" : "，除不尽"}）与显存（${n(has, "GB")} 中的 ${n(need, "GB")}）${heads && need <= has ? "都够" : "不够"}。${c.dataset.article.setup.engine} 是否认识每个参数，数据中没有，因此不作判断。`
    );
    const base = {by: "bound", strength: "bound", because, n_runs: null} as const;
    if (tooLong)
      return {
        verdict: "refuted",
        reason: "model_limit",
        ...base,
        inequality: `${count(asked)} > ${count(arch.maxPositions)}`
      };
    if (!heads)
      return {
        verdict: "refuted",
        reason: "model_limit",
        ...base,
        inequality: `${count(arch.attention.heads)} / ${count(tensorParallel)} ∉ ℕ`
      };
    if (need > has)
      return {verdict: "refuted", reason: "beyond_physics", ...base, inequality: `${count(need)} > ${count(has)}`};
    return {
      verdict: "supported",
      reason: "holds",
      ...base,
      inequality: `${count(asked)} ≤ ${count(arch.maxPositions)}`
    };
  }
});
