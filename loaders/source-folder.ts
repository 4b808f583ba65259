import {activeStudies} from "./config.js";

/** Folder of the source that a study of this report examines; null where none does. */
export function sourceFolder(root: string): string | null {
  return activeStudies(root).find(({source}) => source !== null)?.source ?? null;
}
