// What a script adds to pages that are complete without it.
import {wakeAssumptions} from "./assumptions-wake.js";
import "./enhance-page.js";
import {startExplore} from "./explore/start.js";
import {startImport} from "./import/start.js";
import {openNumbers} from "./numbers.js";
import {wakePlan} from "./plan-wake.js";
import {siteRoot} from "./site-root.js";

for (const root of document.querySelectorAll<HTMLElement>("[data-explore]")) startExplore(root);
for (const root of document.querySelectorAll<HTMLElement>("[data-import]")) startImport(root);

wakeAssumptions();
wakePlan();

openNumbers((number) => {
  void import("./client/provenance.js").then(({open}) => open(siteRoot(import.meta.url), number));
});
