import {existsSync, readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {z} from "zod";
import {parseAt} from "../../loaders/border.js";
import {snapshotSchema} from "../verify/snapshot.js";

/** File by which a folder of a publication is known as a build. */
export const buildFile = "build.json";

/** What a published build says of itself. */
const buildSchema = z.object({
  schema: z.literal("sweepbook-build/1"),
  hash: z.string().regex(/^[0-9a-f]+$/),
  published: z.iso.date(),
  /** Day of the newest measurement, empty when nothing was measured. */
  measured: z.union([z.literal(""), z.iso.date()])
});

export type Build = z.infer<typeof buildSchema> & {
  /** Name of its folder. */
  readonly folder: string;
  /** Verdicts of each outcome. */
  readonly counts: {readonly supported: number; readonly refuted: number; readonly not_testable: number};
};

/** The builds that lie side by side in a folder, the newest first. */
export function listBuilds(dir: string): Build[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, {withFileTypes: true})
    .filter(
      (entry) => entry.isDirectory() && /^[\w-]+$/.test(entry.name) && existsSync(join(dir, entry.name, buildFile))
    )
    .map(({name}) => {
      const read = (file: string): unknown => JSON.parse(readFileSync(join(dir, name, file), "utf8")) as unknown;
      const build = parseAt(buildSchema, read(buildFile), `${name}/${buildFile}`);
      const {verdicts} = parseAt(snapshotSchema, read("data/snapshot.json"), `${name}/data/snapshot.json`);
      const count = (outcome: string): number => verdicts.filter(({verdict}) => verdict === outcome).length;
      const counts = {supported: count("supported"), refuted: count("refuted"), not_testable: count("not_testable")};
      return {...build, folder: name, counts};
    })
    .sort((a, b) => (a.folder < b.folder ? 1 : -1));
}
