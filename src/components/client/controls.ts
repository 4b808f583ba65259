import type {Assumptions} from "../../model/assumptions.js";
import {at, fromQuery, toQuery, urlKeyOfPrice} from "../../model/assumptions-url.js";

type Control = HTMLInputElement | HTMLSelectElement;

/**
 * What the form says; `refused` holds what is out of range, whose controls are marked invalid.
 * @param base what the page was built with
 */
export function readForm(form: HTMLFormElement, base: Assumptions): {assumptions: Assumptions; refused: string[]} {
  const query = new URLSearchParams();
  const invalid: string[] = [];
  for (const control of controlsOf(form)) {
    const fine = control instanceof HTMLSelectElement || control.checkValidity();
    if (fine) control.removeAttribute("aria-invalid");
    else {
      control.setAttribute("aria-invalid", "true");
      invalid.push(
        `${control.labels?.[0]?.firstChild?.textContent?.trim() ?? control.name}: ${control.validationMessage}`
      );
      continue;
    }
    const value = valueOf(control);
    if (value !== null) query.set(control.name, value);
  }
  const {assumptions, refused} = fromQuery(query, base);
  return {assumptions, refused: [...invalid, ...refused]};
}

/** Shows assumptions in the form, and which preset they are. */
export function fillForm(form: HTMLFormElement, assumptions: Assumptions, base: Assumptions): void {
  const prices = new Map(Object.entries(assumptions.prices).map(([key, price]) => [urlKeyOfPrice(key), price]));
  for (const control of controlsOf(form)) {
    control.removeAttribute("aria-invalid");
    if (control instanceof HTMLInputElement && control.type === "checkbox")
      control.checked = at(assumptions, control.name) === true;
    else if (control.name.startsWith("price.")) control.value = shown(prices.get(control.name), control);
    else if (control instanceof HTMLSelectElement) select(control, String(at(assumptions, control.name)));
    else {
      const value = at(assumptions, control.name);
      // What the page was built with is shown as the page has it, rounded, and so stays the default.
      control.value = value === at(base, control.name) ? (control.dataset["base"] ?? "") : shown(value, control);
    }
  }
  markPreset(form, assumptions, base);
}

/** Presses the button of the preset that these assumptions are. */
export function markPreset(form: HTMLFormElement, assumptions: Assumptions, base: Assumptions): void {
  const query = toQuery(assumptions, base).toString();
  for (const button of form.querySelectorAll<HTMLButtonElement>("button[data-preset]"))
    button.setAttribute("aria-pressed", String(button.dataset["query"] === query));
}

function controlsOf(form: HTMLFormElement): Control[] {
  return [...form.querySelectorAll<Control>("input[name], select[name]")];
}

/** The value as the URL writes it; null where it is the source's own. */
function valueOf(control: Control): string | null {
  if (control instanceof HTMLSelectElement) return control.value;
  if (control.type === "checkbox") return control.checked ? "true" : null;
  if (control.value.trim() === "" || control.value === control.dataset["base"]) return null;
  const scale = scaleOf(control);
  return scale === 1 ? control.value.trim() : String(Number((Number(control.value) / scale).toPrecision(12)));
}

function shown(value: unknown, control: Control): string {
  if (typeof value !== "number") return control.dataset["base"] ?? "";
  const scale = scaleOf(control);
  return scale === 1 ? String(value) : String(Number((value * scale).toPrecision(12)));
}

/** A percentile that the list lacks, which a URL may carry, joins it. */
function select(control: HTMLSelectElement, value: string): void {
  if (![...control.options].some((option) => option.value === value)) control.add(new Option(value, value));
  control.value = value;
}

const scaleOf = (control: Control): number => Number(control.dataset["scale"] ?? 1);
