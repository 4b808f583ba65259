import type {PointRow} from "../../model/tables/points.js";
import {teller, type Lang} from "../../model/text.js";
import {seriesOf} from "../palette.js";
import type {ExploreModel, ExplorePoint, ExploreSeries, Option} from "./model.js";
import {valuesOf} from "./values.js";

/** What a source does not state has a choice of its own in the filters. */
const unstated = "unstated";

/**
 * The model with the rows of a reader's files behind its own points, whose places stay as they are. A row without GPU, precision or
 * lengths is shown as such; one without a number that Explore draws is left out. A label with a dagger is of numbers that are defined
 * otherwise than the measured ones, as the table of imported points explains.
 */
export function withImported(model: ExploreModel, rows: readonly PointRow[], lang: Lang): ExploreModel {
  const series = new Map<string, ExploreSeries>();
  const [gpus, precisions, workloads] = [model.gpus, model.precisions, model.workloads].map(
    (options) => new Map(options.map((option) => [option.key, option]))
  ) as [Map<string, Option>, Map<string, Option>, Map<string, Option>];
  const add = (options: Map<string, Option>, key: string, label: string): void => {
    if (!options.has(key)) options.set(key, {key, label});
  };
  const missing = teller(lang)("not stated", "未注明");
  const points = rows.flatMap((row): ExplorePoint[] => {
    const values = valuesOf(row);
    if (row.status !== "ok" || Object.keys(values).length === 0) return [];
    const gpu = row.gpu === null ? unstated : `${row.gpu}x${row.gpus ?? 1}`;
    const {label, color, symbol} = seriesOf(model.boards, row.gpu ?? "", row.gpus ?? 1, row.gpu ?? missing);
    add(gpus, gpu, row.gpu === null ? missing : label);
    const precision = row.precision ?? unstated;
    add(precisions, precision, row.precision ?? missing);
    const workload = workloadOf(model, row, missing);
    add(workloads, workload.key, workload.label);
    const who = `${row.client ?? row.server}${row.definitions === null ? "" : " †"}`;
    const key = ["imported", gpu, precision, workload.key, who].join(" ");
    const shared = {key, kind: "imported" as const, gpu, gpus: row.gpus ?? 1, precision, workload: workload.key};
    series.set(key, {
      ...shared,
      label: `${who}, ${row.gpu === null ? `GPU ${missing}` : label}`,
      color,
      symbol,
      dash: null
    });
    return [
      {
        id: row.point_id,
        kind: "imported",
        series: key,
        concurrency: row.load === "open" ? null : row.concurrency,
        request_rate_per_s: row.load === "open" ? row.request_rate_per_s : null,
        server: `${row.kind}/${row.run}/${row.server}`,
        n_completed: row.n_completed,
        values,
        requests: null
      }
    ];
  });
  return {
    ...model,
    points: [...model.points, ...points],
    series: [...model.series, ...series.values()],
    gpus: [...gpus.values()],
    precisions: [...precisions.values()],
    workloads: [...workloads.values()],
    kinds: points.length === 0 || model.kinds.includes("imported") ? model.kinds : [...model.kinds, "imported"]
  };
}

/** The workload of a row: the model's where it is one of those, by its name and lengths; otherwise one of its own. */
function workloadOf({workloads}: ExploreModel, row: PointRow, missing: string): Option {
  const name = (row.model ?? missing).split("/").at(-1)!;
  const rounded = (value: number | null): string => (value === null ? missing : String(Math.round(value)));
  const lengths = `${rounded(row.input_tokens ?? row.input_tokens_mean)}-${rounded(row.output_tokens ?? row.output_tokens_mean)}`;
  const known = workloads.find(({key}) => {
    const [id, its] = key.split("_");
    return its === lengths && name.toLowerCase().startsWith(id!.toLowerCase());
  });
  return known ?? {key: `${name}_${lengths}`, label: `${name}, ${lengths.replace("-", "/")}`};
}
