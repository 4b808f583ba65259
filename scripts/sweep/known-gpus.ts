import {parse} from "yaml";
import {z} from "zod";
import {embeddedText} from "../embedded.js";

const sheet = z.object({gpus: z.record(z.string(), z.object({name: z.string()}))});

let known: ReadonlyMap<string, string> | undefined;

/** Name of every GPU of data/hardware.yaml, by its id. */
export function knownGpus(): ReadonlyMap<string, string> {
  const read = (): ReadonlyMap<string, string> =>
    new Map(
      Object.entries(sheet.parse(parse(embeddedText("data/hardware.yaml"))).gpus).map(([id, {name}]) => [id, name])
    );
  return (known ??= read());
}
