import {existsSync, readdirSync} from "node:fs";
import type {Study} from "../src/model/study.js";
import {pages} from "./pages.js";
import {examinesSource} from "./studies.js";

/** Pages that do not stand in the report: those of the source where none is examined, and those of studies that are off. */
export function leftOutPages(studies: readonly Study[]): string[] {
  const ofSource = examinesSource(studies) ? [] : pages.filter(({of_source}) => of_source === true);
  const folder = "src/studies";
  const written = existsSync(folder) ? readdirSync(folder).map((file) => file.replace(/\.md$/, "")) : [];
  const off = written.filter((name) => !studies.some((study) => study.name === name));
  return [...ofSource.map(({path}) => path), ...off.map((name) => `/studies/${name}`)];
}
