// The Plan page at work: asks the simulator in its worker for the reader's load, limits and prices.
import {fromQuery} from "../../model/assumptions-url.js";
import {teller} from "../../model/text.js";
import {assumptionsIn} from "../carry.js";
import {planFields, planRequest, questionFrom, questionOf, questionQuery, type PlanQuestion} from "../plan-question.js";
import {rankingHtml} from "../plan-view.js";
import {ask} from "./ask.js";
import {loadData} from "./load-data.js";
import {pageLang} from "./page-lang.js";
import {parsed} from "./redraw.js";

const pause = 300; // ms without a change before a plan is made: it takes the worker a second or more

/** Takes over the form of this page. `root` is the address of the report. */
export async function start(root: string): Promise<void> {
  const form = document.querySelector<HTMLFormElement>("form.plan-form")!;
  const place = document.querySelector<HTMLElement>('[data-block="plan-ranking"]')!;
  const status = document.querySelector("[data-planned]")!;
  const lang = pageLang();
  const t = teller(lang);
  const options = [...form.querySelectorAll<HTMLOptionElement>('[name="plan.model"] option')];
  const models = options.map(({value}) => value);
  const base = questionOf(options.find(({defaultSelected}) => defaultSelected)!.value);
  const fromUrl = new URLSearchParams(
    [...new URLSearchParams(location.search)].filter(([key]) => key.startsWith("plan."))
  );
  if (fromUrl.size > 0) fill(form, questionFrom(fromUrl, base, models));
  showLoad(form);
  const data = await loadData(root);
  let newest = 0;
  let last = "";

  const run = async (): Promise<void> => {
    const given = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
    const question = questionFrom(given, base, models);
    const {assumptions} = fromQuery(assumptionsIn(location.search));
    const request = planRequest(data, question, assumptions);
    const key = JSON.stringify([question, assumptions.prices, assumptions.electricity_price_per_kwh]);
    if (key === last) return;
    last = key;
    showInAddress(question, base);
    const mine = ++newest;
    place.setAttribute("aria-busy", "true");
    status.textContent = t("Simulating…", "模拟中……");
    const {hardware, models: all, points, telemetry} = data;
    const began = performance.now();
    try {
      const rows = await ask({kind: "plan", tables: {hardware, models: all, points, telemetry}, request});
      if (mine !== newest) return;
      place.replaceChildren(parsed(rankingHtml(data, rows, request.prices, question, lang).source, root));
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      const serving = rows.filter(({replicas}) => replicas !== null).length;
      status.textContent = t(
        `${rows.length} ways simulated in ${seconds}\u00a0s; ${serving} serve the load within the limits.`,
        `模拟了 ${rows.length} 种配置，用时 ${seconds}\u00a0s；其中 ${serving} 种能在限值内服务。`
      );
      document.dispatchEvent(new Event("planned"));
    } catch (error) {
      if (mine === newest) status.textContent = error instanceof Error ? error.message : String(error);
    } finally {
      if (mine === newest) place.removeAttribute("aria-busy");
    }
  };

  let timer: number | undefined;
  const soon = (): void => {
    mark(form);
    showLoad(form);
    clearTimeout(timer);
    timer = window.setTimeout(() => void run(), pause);
  };
  form.addEventListener("input", soon);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    soon();
  });
  document.addEventListener("redrawn", soon); // other assumptions: prices, electricity
  await run();
}

/** Only one of the two ways to give a load is asked for. */
function showLoad(form: HTMLFormElement): void {
  const load = form.querySelector<HTMLSelectElement>('[name="plan.load"]')!.value;
  for (const [name, own] of [
    ["rate_per_s", "rate"],
    ["users", "users"]
  ] as const) {
    form.querySelector<HTMLElement>(`[name="plan.${name}"]`)!.closest("label")!.hidden = load !== own;
  }
}

function fill(form: HTMLFormElement, question: PlanQuestion): void {
  for (const [name, value] of Object.entries(question)) {
    const control = form.elements.namedItem(`plan.${name}`) as HTMLInputElement | HTMLSelectElement | null;
    if (control !== null) control.value = String(value);
  }
}

function mark(form: HTMLFormElement): void {
  for (const name of Object.keys(planFields)) {
    const control = form.elements.namedItem(`plan.${name}`) as HTMLInputElement;
    if (control.checkValidity()) control.removeAttribute("aria-invalid");
    else control.setAttribute("aria-invalid", "true");
  }
}

function showInAddress(question: PlanQuestion, base: PlanQuestion): void {
  const url = new URL(location.href);
  for (const key of [...url.searchParams.keys()].filter((one) => one.startsWith("plan."))) url.searchParams.delete(key);
  for (const [key, value] of questionQuery(question, base)) url.searchParams.set(key, value);
  history.replaceState(history.state, "", url);
}
