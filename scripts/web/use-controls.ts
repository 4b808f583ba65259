import type {Page} from "playwright-core";

/**
 * Uses every control that a page shows, as a curious reader would: opens what folds, ticks, chooses, slides, types into
 * fields, picks one mark of each chart, and presses each button, in order. Links that lead away and fields for files are
 * left. What appears meanwhile is used too. Returns how many controls were used.
 * @param settle waits for what the page asks for meanwhile
 * @param text what is typed into text fields
 */
export async function useControls(page: Page, settle: () => Promise<void>, text = "a"): Promise<number> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
  // Near is enough for what loads late.
  await page.locator("main").hover({force: true, position: {x: 5, y: 5}});
  let used = 0;
  for (let round = 0; round < 2; round++) {
    used += await page.evaluate(useOnce, text);
    await settle();
  }
  await page.keyboard.press("Escape");
  return used;
}

/** Runs in the page. Each control once: a second round meets only what has come since. */
async function useOnce(text: string): Promise<number> {
  const pause = (): Promise<void> => new Promise((done) => void setTimeout(done, 0));
  const fire = (element: Element, ...types: string[]): void => {
    for (const type of types) element.dispatchEvent(new Event(type, {bubbles: true}));
  };
  // Of a chart's marks one will do: they share one listener.
  const list = "main button, main input, main select, main svg [data-name][tabindex='0'], #observablehq-search input";
  let used = 0;
  for (const control of document.querySelectorAll<HTMLElement>(list)) {
    if (control.dataset["used"] !== undefined || !control.isConnected) continue;
    control.dataset["used"] = "";
    if (!control.checkVisibility() || (control as HTMLButtonElement).disabled) continue;
    used++;
    control.dispatchEvent(new PointerEvent("pointerenter", {bubbles: true}));
    control.dispatchEvent(new PointerEvent("pointermove", {bubbles: true}));
    if (control instanceof HTMLSelectElement) {
      for (const {value} of [...control.options].slice(-3)) {
        control.value = value;
        fire(control, "input", "change");
        await pause();
      }
    } else if (control instanceof HTMLInputElement && control.type === "range") {
      control.stepUp();
      fire(control, "input", "change");
    } else if (control instanceof HTMLInputElement && /^(?:text|search|number|)$/.test(control.type)) {
      control.focus();
      const before = control.value;
      control.value = control.type === "number" ? "3" : text;
      fire(control, "input", "change");
      await pause();
      control.value = before;
      fire(control, "input", "change");
    } else if (!(control instanceof HTMLInputElement && control.type === "file")) {
      control.focus();
      control.dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true}));
    }
    await pause();
  }
  return used;
}
