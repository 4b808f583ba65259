// Takes over the what-if form: reads its controls, asks the worker, shows the newest answer.
import type {PredictionRequest} from "../../model/prediction/prediction-request.js";
import {teller, type Lang} from "../../model/text.js";
import {formatCount, formatNumber} from "../format.js";
import {captionOf} from "./caption.js";
import {resultHtml} from "./result.js";
import {inFit, levels, refusal, requestOf, type Catalogue, type Level, type Settings} from "./settings.js";
import type {Answer} from "./what-if-worker.js";

const form = document.querySelector<HTMLFormElement>("form.what-if");
if (form !== null) takeOver(form);

function takeOver(form: HTMLFormElement): void {
  const lang: Lang = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
  const t = teller(lang);
  const catalogue = JSON.parse(form.dataset["catalogue"] ?? "{}") as Catalogue;
  const result = document.querySelector<HTMLElement>("#what-if-result")!;
  const status = document.querySelector<HTMLElement>("#what-if-status")!;
  let worker: Worker | null = null;
  let asked: Settings | null = null; // what the worker is at
  let wanted: Settings | null = null; // what came in the meantime; only the newest counts

  const ask = (settings: Settings): void => {
    if (asked !== null) {
      wanted = settings;
      return;
    }
    asked = settings;
    worker ??= start();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no other origin
    worker.postMessage(requestOf(catalogue, settings) satisfies PredictionRequest);
  };

  const start = (): Worker => {
    // Named as scripts/client-code.ts names it.
    const made = new Worker(import.meta.resolve("./what-if-worker.js"), {type: "module"});
    made.addEventListener("message", ({data: {prediction, ms}}: MessageEvent<Answer>) => {
      const settings = asked!;
      asked = null;
      result.innerHTML = resultHtml(
        prediction,
        captionOf(catalogue, settings, lang),
        inFit(catalogue, settings),
        lang
      ).source;
      status.textContent = t(
        `Simulated in this page in ${formatNumber(ms)}\u00a0ms.`,
        `在本页内模拟，用时 ${formatNumber(ms)}\u00a0ms。`
      );
      const next = wanted;
      wanted = null;
      if (next !== null) ask(next);
    });
    made.addEventListener("error", () => {
      form.hidden = true;
      status.textContent = t(
        "This browser could not start the simulator; the prediction below stays as it was built.",
        "此浏览器无法启动模拟器；下方保留构建时的预测。"
      );
    });
    return made;
  };

  const change = (): void => {
    showLevels(form);
    const settings = settingsOf(form);
    const why = refusal(catalogue, settings);
    if (why === null) {
      ask(settings);
      return;
    }
    wanted = null;
    status.textContent =
      why === "heads"
        ? t(
            `The model's attention heads do not divide by ${settings.gpus} GPUs: below stands the setting before.`,
            `模型的注意力头数不能被 ${settings.gpus} 张卡整除：下方仍是之前的设置。`
          )
        : t(
            "This checkpoint comes in another precision: below stands the setting before.",
            "该检查点为另一种精度：下方仍是之前的设置。"
          );
  };
  form.addEventListener("input", change);
  form.addEventListener("submit", (event) => event.preventDefault());
  showLevels(form); // a browser may restore what was set before a reload
  form.hidden = false;
}

/** What the controls say. */
function settingsOf(form: HTMLFormElement): Settings {
  const text = (name: string): string => (form.elements.namedItem(name) as HTMLInputElement | HTMLSelectElement).value;
  const level = (name: Level): number => levels[name][Number(text(name))] ?? levels[name][0]!;
  return {
    model: text("model"),
    gpu: text("gpu"),
    precision: text("precision") as Settings["precision"],
    gpus: Number(text("gpus")),
    input_tokens: level("input_tokens"),
    output_tokens: level("output_tokens"),
    concurrency: level("concurrency")
  };
}

/** Writes each slider's number beside it and into what a screen reader says of it. */
function showLevels(form: HTMLFormElement): void {
  for (const slider of form.querySelectorAll<HTMLInputElement>("input[type=range]")) {
    const shown = formatCount(levels[slider.name as Level][Number(slider.value)]);
    slider.setAttribute("aria-valuetext", shown);
    const output = form.querySelector<HTMLOutputElement>(`output[for="${CSS.escape(slider.id)}"]`);
    if (output !== null) output.textContent = shown;
  }
}
