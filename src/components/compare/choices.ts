import {compare, type Compared} from "../../model/compare/compare.js";
import type {Side} from "../../model/compare/side.js";
import type {Dataset} from "../../model/dataset.js";
import {configurationName} from "../configuration.js";
import type {Env} from "../view.js";

/** A configuration of a run that a reader may choose as A or B. */
export interface Choice {
  /** "run/server". */
  readonly id: string;
  readonly label: string;
}

type Data = Pick<Dataset, "points" | "servers" | "hardware">;

/** Every configuration with a point that can carry a number, in order of the runs. */
export function choices(data: Data): Choice[] {
  return data.servers.flatMap((server) => {
    const {run, gpu, gpus, precision} = server;
    const id = `${run}/${server.server}`;
    if (!data.points.some((point) => `${point.run}/${point.server}` === id && point.status === "ok")) return [];
    const name = configurationName(data, {gpu: gpu ?? server.gpu_name ?? "?", gpus: gpus ?? 1, precision});
    return [{id, label: `${name} · ${id}`}];
  });
}

/** Points and server of a choice. */
function sideOf(data: Data, {id, label}: Choice): Side {
  const own = (row: {run: string; server: string}): boolean => `${row.run}/${row.server}` === id;
  return {label, points: data.points.filter(own), servers: data.servers.filter(own)};
}

/** A comparison with what was chosen. */
export interface Chosen extends Compared {
  readonly choice_a: Choice;
  readonly choice_b: Choice;
}

/** Compares two configurations by their ids; null when one is not in the data. */
function chosen(data: Data, a: string, b: string): Chosen | null {
  const all = choices(data);
  const [choice_a, choice_b] = [all.find(({id}) => id === a), all.find(({id}) => id === b)];
  if (choice_a === undefined || choice_b === undefined) return null;
  return {...compare(sideOf(data, choice_a), sideOf(data, choice_b)), choice_a, choice_b};
}

const usual = new WeakMap<readonly unknown[], Chosen | null>();

/** What the page compares: the pair of the environment, else the one whose data support most. */
export function comparisonOf({data, pair}: Env): Chosen | null {
  if (pair !== undefined) return chosen(data, pair.a, pair.b);
  if (!usual.has(data.points)) usual.set(data.points, bestPair(data));
  return usual.get(data.points)!;
}

/** The measured pair that differs in one factor and has most metrics tested, then most compared. */
function bestPair(data: Data): Chosen | null {
  const measured = choices(data).filter(
    ({id}) => data.servers.find((row) => `${row.run}/${row.server}` === id)?.kind === "measured"
  );
  let best: {found: Chosen; score: number} | null = null;
  for (const [i, a] of measured.entries())
    for (const b of measured.slice(i + 1)) {
      const found = chosen(data, a.id, b.id)!;
      const fair = found.pairing.pairs.some(({standing, differ}) => standing === "fair" && differ.length === 1);
      const tested = found.rows.filter(({p_difference}) => p_difference !== null).length;
      const compared = found.rows.filter(({change}) => change !== null).length;
      const score = (fair ? 1e6 : 0) + tested * 1000 + compared;
      if (compared > 0 && (best === null || score > best.score)) best = {found, score};
    }
  return best?.found ?? null;
}
