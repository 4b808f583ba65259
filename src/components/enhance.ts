// What a script adds to pages that are complete without it.
import "./enhance-page.js";
import {startExplore} from "./explore/start.js";
import {startImport} from "./import/start.js";

for (const root of document.querySelectorAll<HTMLElement>("[data-explore]")) startExplore(root);
for (const root of document.querySelectorAll<HTMLElement>("[data-import]")) startImport(root);
