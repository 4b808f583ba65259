import type {PointRow} from "../../model/tables/points.js";
import {importEvent} from "./import-event.js";

/**
 * Shows the controls of Explore and brings in what draws, once a reader comes near: the page is complete without it,
 * and most of its weight is libraries for drawing. A filter in the URL is a reader who has come near.
 */
export function startExplore(root: HTMLElement): void {
  for (const controls of root.querySelectorAll<HTMLElement>("[data-explore-controls]")) controls.hidden = false;
  let started = false;
  const events = ["pointerover", "pointerdown", "focusin", "change", importEvent] as const;
  const start = (event?: Event): void => {
    if (started) return;
    started = true;
    for (const name of events) root.removeEventListener(name, start);
    const touched = event?.type === "change";
    const imported = event instanceof CustomEvent ? (event.detail as readonly PointRow[]) : [];
    import("./client.js")
      .then(({runExplore}) => runExplore(root, touched, imported))
      .catch((error: unknown) => {
        const summary = root.querySelector("[data-explore-summary]");
        if (summary !== null) summary.textContent = String(error);
      });
  };
  for (const name of events) root.addEventListener(name, start, {passive: true});
  if (location.search !== "") start();
}
