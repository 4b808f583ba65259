import {runSlug} from "../../src/model/run-record.js";

/** Stands for a run's name in the page that stands for those of all runs: letters alone, so that it is its own slug and anchor. */
export const anyRun = "sweepbookanyrun";

/** The page of a run, from the one that stands for all: its name in words, fragments' folders and anchors. */
export function runPage(template: string, run: string): string {
  return template
    .replaceAll(`/runs/${anyRun}/`, `/runs/${runSlug(run)}/`)
    .replace(/( id="| href="#)([^"]*)sweepbookanyrun"/g, (_, start: string, before: string) => {
      return `${start}${before}${anchorOf(run)}"`;
    })
    .replaceAll(anyRun, run);
}

/** As the framework makes an anchor of a name: its letters and digits, in groups. */
function anchorOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}
