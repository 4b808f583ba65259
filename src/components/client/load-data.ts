import type {Dataset} from "../../model/dataset.js";
import type {ArticlePrediction} from "../../model/prediction/predict-article.js";
import {unpacked, type ReaderData} from "../../model/reader-data.js";
import {defaultAssumptions} from "../../model/assumptions.js";
import {adoptPredictions, asked} from "../predictions.js";
import {fetchJson} from "./fetch-json.js";

let loaded: Promise<Dataset> | undefined;

/** The page's data set with the build's audit and predictions; fetched once. */
export function loadData(root: string): Promise<Dataset> {
  loaded ??= fetchJson<ReaderData & {predictions: readonly ArticlePrediction[]}>(root, "data/reader.json").then(
    ({predictions, ...packed}) => {
      const data = unpacked(packed);
      adoptPredictions(data, asked(data, defaultAssumptions), predictions);
      return data;
    }
  );
  return loaded;
}
