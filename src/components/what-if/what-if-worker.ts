// The simulator off the page's thread, so that a moving slider never waits for it.
import {calibration} from "../../model/prediction/calibration.js";
import {predict, type Prediction} from "../../model/prediction/predict.js";
import type {PredictionRequest} from "../../model/prediction/prediction-request.js";

/** What the worker answers: the prediction of its one load, and how long it took. */
export interface Answer {
  readonly prediction: Prediction;
  readonly ms: number;
}

addEventListener("message", ({data}: MessageEvent<PredictionRequest>) => {
  const start = performance.now();
  const [prediction] = predict(calibration, data);
  if (prediction !== undefined) postMessage({prediction, ms: performance.now() - start} satisfies Answer);
});
