import {filters, type ExploreState} from "./state.js";

/** The state that the controls show, over another. */
export function readControls(root: HTMLElement, state: ExploreState): ExploreState {
  const boxes = (name: string): string[] =>
    [...root.querySelectorAll<HTMLInputElement>(`input[name="${name}"]:checked`)].map((box) => box.value);
  const chosen = (name: string): string => root.querySelector<HTMLSelectElement>(`select[name="${name}"]`)?.value ?? "";
  const [gpu, precision, workload, kind] = filters.map(boxes) as [string[], string[], string[], string[]];
  return {
    ...state,
    gpu,
    precision,
    workload,
    kind,
    latency: chosen("latency") as ExploreState["latency"],
    share: Number(chosen("share")),
    cell: chosen("cell") as ExploreState["cell"],
    series: chosen("series") || null,
    currency: chosen("currency") || null
  };
}

/** Sets the controls to a state. */
export function writeControls(root: HTMLElement, state: ExploreState): void {
  for (const name of filters)
    for (const box of root.querySelectorAll<HTMLInputElement>(`input[name="${name}"]`))
      box.checked = state[name].includes(box.value);
  const set = (name: string, value: string): void => {
    const select = root.querySelector<HTMLSelectElement>(`select[name="${name}"]`);
    if (select !== null) select.value = value;
  };
  set("latency", state.latency);
  set("share", String(state.share));
  set("cell", state.cell);
  set("series", state.series ?? "");
  set("currency", state.currency ?? "");
}
