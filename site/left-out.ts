import {existsSync, readdirSync} from "node:fs";
import {join} from "node:path";
import type {Study} from "../src/model/study.js";
import {fragments} from "./late.js";
import {pages} from "./pages.js";
import {examinesSource} from "./studies.js";

/** Where the prepare step leaves the list, for the build's last step, which takes these pages out. */
export const leftOutFile = join(fragments, "left-out.json");

/** Pages that do not stand in the report: those of the source where none is examined, and those of studies that are off. */
export function leftOutPages(studies: readonly Study[]): string[] {
  const ofSource = examinesSource(studies) ? [] : pages.filter(({of_source}) => of_source === true);
  const folder = "src/studies";
  const written = existsSync(folder) ? readdirSync(folder).map((file) => file.replace(/\.md$/, "")) : [];
  const off = written.filter((name) => !studies.some((study) => study.name === name));
  return [...ofSource.map(({path}) => path), ...off.map((name) => `/studies/${name}`)];
}
