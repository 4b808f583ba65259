import type {Lang} from "../../model/text.js";
import {teller} from "../../model/text.js";
import type {PointRow} from "../../model/tables/points.js";
import {figureHtml} from "../figure.js";
import {makeSortable} from "../sort.js";
import type {FigureView} from "../view.js";
import {makeBrush} from "./brush.js";
import {filterHtml} from "./controls.js";
import {fileButtons} from "./files.js";
import {importEvent} from "./import-event.js";
import {readControls, writeControls} from "./form.js";
import {linkedAttribute} from "./linked.js";
import {makeRoving} from "./roving.js";
import {unpack} from "./pack.js";
import {readRequests} from "./requests.js";
import {defaultState, filters, fromQuery, shown, toQuery, type ExploreState} from "./state.js";
import {pointsTable, seriesList, summaryText} from "./summary.js";
import type {ExploreEnv, ExploreView} from "./view.js";
import {exploreViews} from "./views.js";
import {withImported} from "./with-imported.js";

/**
 * Takes over the page: reads the model and the URL, draws what the filters leave, and marks in all views what is
 * selected in one. Views on the screen are drawn at once, the others one after another when there is time.
 * @param touched whether a control was changed before this came: it then counts more than the URL
 * @param imported rows of files that the reader chose before this came
 */
export async function runExplore(root: HTMLElement, touched: boolean, imported: readonly PointRow[]): Promise<void> {
  const document = root.ownerDocument;
  const lang: Lang = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
  const t = teller(lang);
  const find = (selector: string): HTMLElement => root.querySelector<HTMLElement>(selector)!;
  const address = (selector: string): string => root.querySelector<HTMLAnchorElement>(selector)!.href;
  const response = await fetch(address("[data-explore-model]"));
  if (!response.ok) throw new Error(t("The data of this page could not be loaded.", "本页数据载入失败。"));
  const report = unpack(await response.text());
  let model = report;

  let state = fromQuery(model, location.search);
  if (touched) state = readControls(root, state);
  else writeControls(root, state);
  let points = shown(model, state);
  let requests: ExploreEnv["requests"];
  const env = (): ExploreEnv => ({model, state, points, lang, document, ...(requests && {requests})});

  const views = exploreViews.map((view) => ({view, section: find(`[data-view="${view.id}"]`)}));
  const inSight = new Set<Element>();
  const stale = new Set<ExploreView | "table">();
  /** Parts of the page whose marks may be those of an earlier selection. */
  const unmarked = new Set<Element>();
  const tableBox = find("[data-explore-table]");
  const sight = new IntersectionObserver((entries) => {
    for (const {target, isIntersecting} of entries) {
      if (isIntersecting) inSight.add(target);
      else inSight.delete(target);
    }
    refresh();
  });
  for (const {section} of views) sight.observe(section);

  /** Draws a view anew: its chart, its words, and its table where that is open. */
  function draw({view, section}: (typeof views)[number]): void {
    stale.delete(view);
    const built = view.build(env());
    const body = section.querySelector<HTMLElement>("[data-view-body]")!;
    const open = body.querySelector("details")?.open === true;
    if ("empty" in built) {
      body.innerHTML = figureHtml(view.id, built, lang).source;
      return;
    }
    const {svg} = built;
    const stub = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const closed = {...built, svg: stub, table: {...built.table, rows: []}};
    body.innerHTML = figureHtml(view.id, closed, lang).source;
    body.querySelector(".figure-chart svg")!.replaceWith(svg);
    svg.setAttribute("role", "group");
    svg.setAttribute("aria-label", built.alt);
    makeRoving(svg);
    if (view.id === "explore-throughput") makeBrush(svg, preview, select);
    const details = body.querySelector("details")!;
    details.querySelector(".files")!.replaceWith(fileButtons(view.id, built, lang));
    details.addEventListener("toggle", () => fillTable(view, built, details), {once: true});
    details.open = open;
  }

  function fillTable(view: ExploreView, built: FigureView, details: HTMLDetailsElement): void {
    const filled = document.createElement("template");
    filled.innerHTML = figureHtml(view.id, built, lang).source;
    const box = filled.content.querySelector(".table-box")!;
    details.querySelector(".table-box")!.replaceWith(box);
    for (const table of box.querySelectorAll("table")) makeSortable(table);
  }

  /**
   * Marks what is on the screen now, and draws what is stale there, the rest when the browser has time.
   * @param marked whether the marks answer the reader: then stale views follow after the frame that shows them
   */
  function refresh(marked = false): void {
    if (!marked) for (const each of views) if (stale.has(each.view) && inSight.has(each.section)) draw(each);
    const chosen = selectedIndices();
    markAlways(chosen);
    unmarked.clear();
    for (const {section} of views) {
      if (inSight.has(section)) mark(section, chosen);
      else unmarked.add(section);
    }
    unmarked.add(tableBox);
    schedule();
  }

  let scheduled = false;
  function schedule(): void {
    root.dataset["settled"] = String(stale.size === 0 && unmarked.size === 0);
    if (scheduled || root.dataset["settled"] === "true") return;
    scheduled = true;
    setTimeout(later, 20);
  }

  /** One piece of work at a time, so that the reader's next step never waits for more than one. */
  function later(): void {
    scheduled = false;
    const waiting = views.filter(({view}) => stale.has(view));
    const next = waiting.find(({section}) => inSight.has(section)) ?? waiting[0];
    if (next !== undefined) {
      draw(next);
      if (inSight.has(next.section)) mark(next.section, selectedIndices());
      else unmarked.add(next.section);
    } else if (stale.delete("table")) drawTable();
    else
      for (const section of unmarked) {
        mark(section, selectedIndices());
        unmarked.delete(section);
        break;
      }
    schedule();
  }

  function drawTable(): void {
    tableBox.innerHTML = pointsTable(points, lang).source;
    for (const table of tableBox.querySelectorAll("table")) makeSortable(table);
    unmarked.add(tableBox);
  }

  const selectedIndices = (): Set<number> => {
    const ids = new Set(state.selected);
    return new Set(points.filter(({id}) => ids.has(id)).map(({index}) => index));
  };

  /** Marks what stands outside the views: the list of series and the strip. */
  function markAlways(chosen: ReadonlySet<number>): void {
    for (const part of [find("[data-explore-series]"), find("[data-explore-verdicts]")]) mark(part, chosen);
  }

  /** Marks the elements of these points in one part of the page; nothing is drawn anew, and what stays is not touched. */
  function mark(part: Element, chosen: ReadonlySet<number>): void {
    part.classList.toggle("has-selection", chosen.size > 0);
    for (const element of part.querySelectorAll(`[${linkedAttribute}]`)) {
      const on = chosen.size > 0 && indicesOf(element).some((index) => chosen.has(index));
      if (element.classList.contains("on") === on) continue;
      element.classList.toggle("on", on);
      for (const state of ["aria-checked", "aria-pressed"])
        if (element.hasAttribute(state)) element.setAttribute(state, String(on));
    }
    if (part !== tableBox) return;
    for (const box of part.querySelectorAll<HTMLInputElement>("[data-select]"))
      box.checked = chosen.has(Number(box.dataset["select"]));
  }

  function preview(indices: readonly number[]): void {
    const chosen = new Set(indices);
    markAlways(chosen);
    for (const {section} of views) if (inSight.has(section)) mark(section, chosen);
  }

  /** Selects points; `more` adds them to what is selected, or takes them away when all are. */
  function select(indices: readonly number[], more = false): void {
    const ids = indices.map((index) => model.points[index]!.id);
    const before = new Set(state.selected);
    const all = ids.length > 0 && ids.every((id) => before.has(id));
    const same = all && before.size === new Set(ids).size;
    const after = new Set(more ? before : same ? [] : ids);
    if (more && all) for (const id of ids) after.delete(id);
    else if (more) for (const id of ids) after.add(id);
    update({...state, selected: model.points.filter(({id}) => after.has(id)).map(({id}) => id)});
  }

  /** Goes over to a state: what it changes becomes stale, and the URL says it. */
  function update(next: ExploreState): void {
    const before = state;
    const changed = (names: readonly (keyof ExploreState)[]): boolean =>
      names.some((name) => String(next[name]) !== String(before[name]));
    const [filtered, selected] = [changed(filters), changed(["selected"])];
    state = next;
    if (filtered) refilter();
    if (selected) for (const {view} of views) if (view.followsSelection) stale.add(view);
    const byView: Readonly<Record<string, readonly (keyof ExploreState)[]>> = {
      "explore-ecdf": ["latency"],
      "explore-slo": ["series", "share", "cell"],
      "explore-cost": ["currency"]
    };
    const asked = views.filter(({view}) => changed(byView[view.id] ?? []));
    for (const {view} of asked) stale.add(view);
    settle(selected && !filtered && asked.length === 0);
  }

  /** The filters leave other points: everything is stale. */
  function refilter(): void {
    points = shown(model, state);
    find("[data-explore-series]").innerHTML = seriesList(model, points, lang, true).source;
    for (const {view} of views) stale.add(view);
    stale.add("table");
  }

  function redraw(): void {
    refilter();
    settle();
  }

  /** Says the state in the URL, in the way to the other language and in words; then draws. */
  function settle(marked = false): void {
    const query = toQuery(model, state);
    history.replaceState(null, "", `${location.pathname}${query === "" ? "" : `?${query}`}${location.hash}`);
    for (const other of document.querySelectorAll<HTMLAnchorElement>("a.language")) other.search = query;
    find("[data-explore-summary]").textContent = summaryText(model, state, points, lang);
    refresh(marked);
  }

  root.addEventListener("change", ({target}) => {
    if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement)) return;
    const index = target.dataset["select"];
    if (index !== undefined) select([Number(index)], true);
    else if (target.name !== "") update(readControls(root, state));
  });
  root.addEventListener("click", (event) => {
    const target = event.target as Element;
    if (target.closest("[data-reset]") !== null) {
      update(defaultState(model));
      writeControls(root, state);
    } else if (target.closest("[data-clear]") !== null) select([]);
    else if (target.closest("[data-copy]") !== null) void copyLink();
    else if (target.closest("[data-raw]") !== null) void loadRequests(target.closest<HTMLButtonElement>("[data-raw]")!);
    else {
      const linked = target.closest(`svg [${linkedAttribute}], button[${linkedAttribute}]`);
      const more = event.ctrlKey || event.metaKey || event.shiftKey;
      if (linked !== null) select(indicesOf(linked), more);
    }
    const claim = target.closest<HTMLElement>("button[data-claim-mark]");
    if (claim !== null) tellVerdict(claim.dataset["claimMark"]!);
  });
  root.addEventListener("keydown", (event) => {
    const linked = (event.target as Element).closest(`svg [${linkedAttribute}]`);
    if (event.key === "Escape") select([]);
    else if (linked !== null && (event.key === " " || event.key === "Enter")) {
      event.preventDefault();
      select(indicesOf(linked), true);
    }
  });

  /** Takes the rows of a reader's files among the points, in place of those taken before, and shows their workloads. */
  function adopt(rows: readonly PointRow[]): void {
    const before = state;
    model = withImported(report, rows, lang);
    const base = defaultState(model);
    const known = new Set(report.workloads.map(({key}) => key));
    const own = new Set(model.points.slice(report.points.length).map(({series}) => series));
    const theirs = model.series.filter(({key}) => own.has(key)).map(({workload}) => workload);
    const workload = new Set([...before.workload.filter((key) => known.has(key)), ...theirs]);
    const ids = new Set(model.points.map(({id}) => id));
    state = {
      ...before,
      gpu: base.gpu,
      precision: base.precision,
      kind: base.kind,
      workload: model.workloads.map(({key}) => key).filter((key) => workload.has(key)),
      selected: before.selected.filter((id) => ids.has(id))
    };
    for (const [i, box] of [...root.querySelectorAll("fieldset.choices")].entries())
      box.outerHTML = filterHtml(model, state, filters[i]!, lang).source;
    redraw();
  }

  async function copyLink(): Promise<void> {
    const button = find("[data-copy]");
    await navigator.clipboard.writeText(location.href).then(
      () => (button.textContent = t("Copied", "已复制")),
      () => (button.textContent = t("The address bar has the link", "链接见地址栏"))
    );
  }

  async function loadRequests(button: HTMLButtonElement): Promise<void> {
    button.disabled = true;
    button.textContent = t("Loading…", "载入中…");
    try {
      requests = await readRequests(address("[data-explore-requests]"));
      button.textContent = t("Every request is loaded", "已载入每个请求");
    } catch {
      button.disabled = false;
      button.textContent = t("Could not load; try again", "载入失败，请重试");
    }
    for (const {view} of views) if (view.id === "explore-ecdf") stale.add(view);
    refresh();
  }

  /** The strip's links become buttons that select what a verdict rests on; the sentence below keeps the link. */
  const cards = new Map<string, {href: string; says: string}>();
  function linkVerdicts(): void {
    for (const link of root.querySelectorAll<HTMLAnchorElement>("a[data-claim-mark]")) {
      const id = link.dataset["claimMark"]!;
      cards.set(id, {href: link.href, says: link.title});
      const button = document.createElement("button");
      button.type = "button";
      button.className = link.className;
      button.title = link.title;
      button.dataset["claimMark"] = id;
      button.setAttribute("aria-pressed", "false");
      button.setAttribute(linkedAttribute, model.verdicts.find((verdict) => verdict.id === id)?.points.join(" ") ?? "");
      button.append(...link.childNodes);
      link.replaceWith(button);
    }
  }

  function tellVerdict(id: string): void {
    const {href, says} = cards.get(id)!;
    const n = model.verdicts.find((verdict) => verdict.id === id)?.points.length ?? 0;
    const link = document.createElement("a");
    link.href = href;
    link.textContent = says;
    const rests = t(` rests on ${n} of the numbers here.`, `：依据这里的 ${n} 个数字。`);
    find("[data-explore-verdict]").replaceChildren(link, rests);
  }

  linkVerdicts();
  root.addEventListener(importEvent, (event) => adopt((event as CustomEvent<readonly PointRow[]>).detail));
  if (imported.length > 0) adopt(imported);
  else redraw();
  drawTable();
  root.dataset["ready"] = "true";
}

const parsed = new WeakMap<Element, readonly number[]>();

function indicesOf(element: Element): readonly number[] {
  const known = parsed.get(element);
  if (known !== undefined) return known;
  const text = element.getAttribute(linkedAttribute) ?? "";
  const indices = text === "" ? [] : text.split(" ").map(Number);
  parsed.set(element, indices);
  return indices;
}
