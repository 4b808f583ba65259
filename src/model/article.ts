import type {Slo} from "./assumptions.js";
import type {Text} from "./text.js";

/** The article under examination, as its facts.yaml states it; numbers exactly as printed, null where it gives none. */
export interface Article {
  readonly id: string;
  /** Path of the file that states it, from the repository's root; empty where nothing is examined. */
  readonly file: string;
  /** What it is called in a sentence: an article, a report. */
  readonly noun: Text;
  readonly title_en: string;
  readonly title_zh: string;
  readonly published: string;
  /** Currency that its costs are stated in; null where it states none. */
  readonly currency: string | null;
  readonly model: {
    readonly name: string;
    readonly parameters_billion: number;
    readonly context_tokens: number;
    readonly max_generation_tokens: number;
  };
  readonly setup: {
    readonly engine: string;
    readonly input_tokens_mean: number;
    readonly output_tokens: number;
    readonly concurrent_requests: {readonly min: number; readonly max: number};
    readonly precisions: readonly string[];
    /** What a study asks for itself; absent where a source under examination says it with its rows. */
    readonly asks?: Asks;
  };
  readonly gpus: readonly ArticleGpu[];
  readonly scenarios: readonly Scenario[];
  readonly assertions: readonly Assertion[];
}

/** Configurations to predict, the closed loops to predict them at, and the limit that they are held to. */
interface Asks {
  readonly configurations: readonly {readonly gpu: string; readonly gpus: number; readonly precision: string}[];
  readonly concurrencies: readonly number[];
  readonly slo: Slo;
}

interface ArticleGpu {
  readonly id: string;
  readonly name: string;
  readonly count: number;
  readonly memory_gb_each: number;
  readonly memory_gb_total: number;
  readonly tensor_core_grade: number;
  readonly typical_power_w: number;
}

export interface Scenario {
  readonly id: string;
  /** Its section. */
  readonly where: string;
  readonly title: Text;
  readonly recommends: Readonly<Record<string, unknown>>;
  readonly says: readonly string[];
  readonly uses: readonly string[];
  readonly around_it: readonly string[];
  readonly serve_flags: Readonly<Record<string, string | number | boolean>> | null;
}

/** One of the checkable sentences; `where` is its section. */
export interface Assertion {
  readonly id: string;
  readonly where: string;
  readonly says: string;
}
