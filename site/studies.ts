import {activeStudies} from "../loaders/config.js";
import type {Study} from "../src/model/study.js";
import {pages, type PageEntry} from "./pages.js";

let known: readonly Study[] | undefined;

/** The studies that stand in the report; read once a process, as a preview is started anew on every change. */
export function siteStudies(): readonly Study[] {
  known ??= activeStudies(".");
  return known;
}

/** Whether pages that speak of a published source stand in the report. */
export const examinesSource = (studies: readonly Pick<Study, "source">[]): boolean =>
  studies.some(({source}) => source !== null);

/** The report's pages: all, or those that speak of no source where none is examined. */
export function reportPages(studies: readonly Pick<Study, "source">[] = siteStudies()): readonly PageEntry[] {
  return examinesSource(studies) ? pages : pages.filter(({of_source}) => of_source !== true);
}
