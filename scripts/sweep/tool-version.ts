import {z} from "zod";
import {embeddedText} from "../embedded.js";

/** Version of this project, from package.json. */
export function toolVersion(): string {
  return z.object({version: z.string()}).parse(JSON.parse(embeddedText("package.json"))).version;
}
