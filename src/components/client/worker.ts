import type {Dataset} from "../../model/dataset.js";
import {calibration} from "../../model/prediction/calibration.js";
import {plan, type Known, type PlanRequest, type PlanRow} from "../../model/prediction/plan.js";
import {predictArticle, type ArticlePrediction, type Asked} from "../../model/prediction/predict-article.js";

/** What a page asks of the worker, and what it answers: each with the number of the question. */
export type Question =
  | {
      readonly kind: "predict";
      readonly tables: Pick<Dataset, "article" | "models" | "published" | "hardware">;
      readonly asked: Asked;
    }
  | {readonly kind: "plan"; readonly tables: Known; readonly request: PlanRequest};

export interface Answers {
  readonly predict: readonly ArticlePrediction[];
  readonly plan: readonly PlanRow[];
}

export type Reply = {readonly n: number} & ({readonly rows: unknown} | {readonly problem: string});

addEventListener("message", ({data: {n, question}}: MessageEvent<{n: number; question: Question}>) => {
  let reply: Reply;
  try {
    reply = {n, rows: answer(question)};
  } catch (error) {
    reply = {n, problem: error instanceof Error ? error.message : String(error)};
  }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows
  postMessage(reply);
});

function answer(question: Question): Answers[Question["kind"]] {
  if (question.kind === "predict") return predictArticle(question.tables, calibration, question.asked);
  return plan(question.tables, calibration, question.request);
}
