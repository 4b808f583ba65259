import {teller, type Lang} from "../../model/text.js";
import {formatNumber, formatPrinted, withUnit} from "../format.js";
import type {EmptyView, FigureView, Kind} from "../view.js";
import {kindWords} from "../words.js";
import type {ExploreModel} from "./model.js";
import type {Latency} from "./request-aggregate.js";
import type {ExploreState, Shown} from "./state.js";

/** What a view of Explore is a pure function of. */
export interface ExploreEnv {
  readonly model: ExploreModel;
  readonly state: ExploreState;
  /** The points that pass the filters. */
  readonly points: readonly Shown[];
  readonly lang: Lang;
  readonly document: Document;
  /** Latencies of every completed request by point, ascending, once the reader has asked for them. */
  readonly requests?: ReadonlyMap<string, Readonly<Record<Latency, Float64Array>>>;
}

/** One of the linked views. */
export interface ExploreView {
  /** Anchor in the page, and name of its files. */
  readonly id: string;
  /** Whether what it draws, not only what it marks, follows the selection. */
  readonly followsSelection: boolean;
  build(env: ExploreEnv): FigureView | EmptyView;
}

/** The view's stand-in when the filters leave nothing to draw. */
export function nothing(lang: Lang, what: string): EmptyView {
  return {empty: teller(lang)(`No number that passes the filters has ${what}.`, `符合筛选的数字中没有${what}。`)};
}

/** "H100 80 GB, c16": a point's name among those shown. */
export function nameOf(point: Shown, lang: Lang): string {
  const t = teller(lang);
  const load =
    point.concurrency !== null
      ? `c${point.concurrency}`
      : point.request_rate_per_s !== null
        ? `${formatPrinted(point.request_rate_per_s)}/s`
        : "";
  return [point.of.label, load, kindWords[point.kind][lang]].filter((part) => part !== "").join(t(", ", "，"));
}

/** The kinds of these points, in the order of the legend. */
export function kindsOf(points: readonly Shown[]): Kind[] {
  const order: readonly Kind[] = ["measured", "imported", "published", "predicted", "bound", "simulated"];
  return order.filter((kind) => points.some((point) => point.kind === kind));
}

/** The runs, or other origins, of these points: the source line of a view. */
export function sourceOf(points: readonly Shown[], lang: Lang): string {
  const t = teller(lang);
  const runs = [...new Set(points.flatMap(({server}) => server?.split("/")[1] ?? []))].sort();
  return [
    runs.join(", "),
    points.some(({kind}) => kind === "published") ? t("printed tables", "所印各表") : "",
    points.some(({kind}) => kind === "predicted") ? t("the stored calibration", "已存校准") : "",
    points.some(({kind}) => kind === "bound") ? t("data sheets", "规格表") : ""
  ]
    .filter((part) => part !== "")
    .join(t("; ", "；"));
}

/** The workloads that are shown, in words. */
export function workloadsOf({model, state}: ExploreEnv): string {
  return model.workloads
    .filter(({key}) => state.workload.includes(key))
    .map(({label}) => label)
    .join("; ");
}

/** A number of tok/s, ms or other in a title. */
export const quantity = (value: number, unit: "tok/s" | "ms" | "W", lang: Lang): string =>
  withUnit(formatNumber(value), unit, lang);
