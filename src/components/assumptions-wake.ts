import {assumptionsIn, carry, carryOnClick} from "./carry.js";
import {siteRoot} from "./site-root.js";

/**
 * Lets links carry the assumptions of the address, and wakes the panel where the page has one: the code and the data
 * that judge again are loaded when the reader opens it, or at once when the address carries assumptions.
 */
export function wakeAssumptions(): void {
  const root = siteRoot(import.meta.url);
  const query = assumptionsIn(location.search);
  if (query.size > 0) carry(root, query);
  carryOnClick(root);
  const drawer = document.querySelector<HTMLDetailsElement>("details[data-assumptions]");
  if (drawer === null) return;
  drawer.hidden = false;
  let started = false;
  const start = (): void => {
    if (started) return;
    started = true;
    void import("./client/assume.js").then(({start: run}) => run(root));
  };
  for (const event of ["toggle", "focusin", "pointerdown"]) drawer.addEventListener(event, start);
  if (query.size > 0) {
    drawer.open = true;
    start();
  }
}
