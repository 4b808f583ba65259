import {readFileSync} from "node:fs";
import {cp, mkdir, readFile, rm, writeFile} from "node:fs/promises";
import {dirname, join} from "node:path";
import {z} from "zod";
import {runSlug} from "../../src/model/run-record.js";
import {anyRun, runPage} from "./run-template.js";

const schema = z.object({
  /** Addresses without extension of pages that do not stand in this report ("/cost"): what the framework wrote of them goes. */
  leftOut: z.array(z.string()),
  /** The page that stands at the root in both languages in place of one left out: "/studies". */
  home: z.string(),
  /** Names of runs, each of which has a page. */
  runs: z.array(z.string())
});

/** Which pages stand in a report, as the prepare step found. */
export type Outline = z.infer<typeof schema>;

/** Below the folder of prepared HTML. */
export const outlineFile = "outline.json";

export function readOutline(fragments: string): Outline {
  return schema.parse(JSON.parse(readFileSync(join(fragments, outlineFile), "utf8")));
}

/** Takes pages out that do not stand in the report, puts another at its root where need be, and makes the pages of runs. */
export async function arrange(output: string, {leftOut, home, runs}: Outline): Promise<void> {
  for (const lang of ["", "zh"]) {
    const at = (path: string): string => join(output, lang, `${path.endsWith("/") ? `${path}index` : path}.html`);
    for (const path of leftOut) await rm(at(path), {force: true});
    if (leftOut.includes("/")) await cp(at(home), at("/"));
    const template = await readFile(at(`/runs/${anyRun}`), "utf8");
    await rm(at(`/runs/${anyRun}`));
    for (const run of runs) {
      const page = at(`/runs/${runSlug(run)}`);
      await mkdir(dirname(page), {recursive: true});
      await writeFile(page, runPage(template, run));
    }
  }
}
