// The panel at work: what the reader assumes goes into the address, and all that depends on it is drawn again with the
// functions that built the page.
import type {Assumptions} from "../../model/assumptions.js";
import {fromQuery, toQuery} from "../../model/assumptions-url.js";
import type {Dataset} from "../../model/dataset.js";
import {assumedInWords} from "../assumption-words.js";
import {answer} from "../blocks/answer.js";
import {breakEvens, verdictFlips} from "../blocks/break-evens.js";
import {claimCards, verdictStrip} from "../blocks/claims.js";
import {comparisonTable} from "../blocks/comparison.js";
import {studyClaims} from "../blocks/study-claims.js";
import {studyCost} from "../blocks/study-cost.js";
import {assumptionsIn, carry, withAssumptions} from "../carry.js";
import {adoptPredictions, arePredicted, asked} from "../predictions.js";
import type {Env} from "../view.js";
import {ask} from "./ask.js";
import {assumedPage} from "./assumed-page.js";
import {fillForm, markPreset, readForm} from "./controls.js";
import {loadData} from "./load-data.js";
import {pageLang} from "./page-lang.js";
import {redrawBlock, redrawFigure} from "./redraw.js";
import {changeInWords} from "./change-in-words.js";

const blocks = [answer, verdictStrip, comparisonTable, claimCards, studyCost, studyClaims];
/** Searches over many values: drawn when the rest stands. */
const slow = [breakEvens, verdictFlips];
const pause = 150; // ms without a change before anything is judged: a typed number has several digits

/** Takes over the panel of this page. `root` is the address of the report. */
export async function start(root: string): Promise<void> {
  const panel = document.querySelector<HTMLElement>("#assumptions")!;
  const form = panel.querySelector("form")!;
  const lang = pageLang();
  const status = panel.querySelector("[data-changed]")!;
  const {base, studies, dataOf} = assumedPage(panel);
  const fromUrl = assumptionsIn(location.search);
  if (fromUrl.size > 0) fillForm(form, fromQuery(fromUrl, base).assumptions, base);
  const data = dataOf(await loadData(root));
  let newest = 0;

  const apply = async (assumptions: Assumptions, refused: readonly string[]): Promise<void> => {
    const mine = ++newest;
    const query = toQuery(assumptions, base);
    history.replaceState(history.state, "", withAssumptions(location.href, query));
    carry(root, query);
    markPreset(form, assumptions, base);
    panel.setAttribute("aria-busy", "true");
    await predicted(data, assumptions);
    if (mine !== newest) return;
    const env: Env = {data, lang, assumptions, document, studies};
    for (const block of blocks) redrawBlock(block, env, root);
    panel.querySelector("[data-assumed]")!.textContent = assumedInWords(data, assumptions, lang, base);
    status.textContent = changeInWords(data, {assumptions, base}, refused, lang);
    await redrawCost(env, query, root);
    await new Promise((resolve) => setTimeout(resolve));
    if (mine !== newest) return;
    for (const block of slow) redrawBlock(block, env, root);
    carry(root, query);
    panel.removeAttribute("aria-busy");
    document.dispatchEvent(new Event("redrawn"));
  };
  const applyForm = (): void => {
    const {assumptions, refused} = readForm(form, base);
    void apply(assumptions, refused);
  };

  let timer: number | undefined;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(applyForm, pause);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    applyForm();
  });
  for (const button of form.querySelectorAll<HTMLButtonElement>("button[data-preset]")) {
    button.addEventListener("click", () => {
      fillForm(form, fromQuery(new URLSearchParams(button.dataset["query"]), base).assumptions, base);
      applyForm();
    });
  }
  form.querySelector("[data-copy]")!.addEventListener("click", () => {
    const said = form.querySelector("[data-copied]")!;
    void navigator.clipboard.writeText(location.href).then(
      () => (said.textContent = lang === "en" ? "Copied." : "已复制。"),
      () => (said.textContent = location.href) // may not write: shown instead
    );
  });
  window.addEventListener("popstate", () => {
    const {assumptions, refused} = fromQuery(assumptionsIn(location.search), base);
    fillForm(form, assumptions, base);
    void apply(assumptions, refused);
  });
  // What was typed while the data came, or what the address says, with what it says wrongly.
  const {refused} = fromQuery(fromUrl, base);
  const {assumptions, refused: invalid} = readForm(form, base);
  await apply(assumptions, [...refused, ...invalid]);
}

/** Sees to it that the simulator has answered for this load and limit. */
async function predicted(data: Dataset, assumptions: Assumptions): Promise<void> {
  if (arePredicted(data, assumptions)) return;
  const {article, models, published, hardware} = data;
  const question = asked(data, assumptions);
  const rows = await ask({kind: "predict", tables: {article, models, published, hardware}, asked: question});
  adoptPredictions(data, question, rows);
}

/** The figure of cost against price; Plot is loaded for it alone, and only when it differs from the page's own. */
async function redrawCost(env: Env, changed: URLSearchParams, root: string): Promise<void> {
  const place = document.querySelector<HTMLElement>('[data-figure="cost-price"]');
  if (place === null) return;
  if (changed.size === 0 && place.dataset["redrawn"] === undefined) return;
  place.dataset["redrawn"] = "";
  const {costPrice} = await import("../figures/cost-price.js");
  redrawFigure(costPrice, env, root);
}
