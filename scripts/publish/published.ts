import {z} from "zod";
import {snapshotSchema} from "../verify/snapshot.js";

/** Where the repository keeps what was published last, for the next build to compare itself with. */
export const publishedFile = "data/published.json";

export const publishedSchema = z.object({
  schema: z.literal("sweepbook-published/1"),
  /** First digits of the SHA-256 over the list of data files, as every page prints it. */
  hash: z.string(),
  /** Day of publication, YYYY-MM-DD. */
  published: z.string(),
  snapshot: snapshotSchema
});
