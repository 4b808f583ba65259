import {siteRoot} from "./site-root.js";

/** Wakes the form of the Plan page: simulator and data are loaded at the first touch, or at once for an address that asks. */
export function wakePlan(): void {
  const form = document.querySelector<HTMLFormElement>("form.plan-form");
  if (form === null) return;
  form.hidden = false;
  let started = false;
  const start = (): void => {
    if (started) return;
    started = true;
    void import("./client/plan.js").then(({start: run}) => run(siteRoot(import.meta.url)));
  };
  for (const event of ["focusin", "pointerdown", "input"]) form.addEventListener(event, start);
  document.addEventListener("redrawn", start);
  if (location.search.length > 1) start();
}
