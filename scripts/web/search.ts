import {createHash} from "node:crypto";
import {existsSync} from "node:fs";
import {readdir, readFile, rm, writeFile} from "node:fs/promises";
import {join} from "node:path";

/** Below the folder of prepared HTML: the index of the report's search. */
export const searchFile = "search.json";

/**
 * Puts the prepared index in the place of the framework's, which is empty, and the client that names it beside it under a
 * name that says both contents.
 * @returns puts the client's new name into a page; nothing where no index was prepared
 */
export async function placeSearch(output: string, fragments: string): Promise<(page: string) => string> {
  const prepared = join(fragments, searchFile);
  if (!existsSync(prepared)) return (page) => page;
  const folder = join(output, "_observablehq");
  const files = await readdir(folder);
  const find = (pattern: RegExp): string => {
    const found = files.find((file) => pattern.test(file));
    if (found === undefined) throw new Error(`the framework's output has changed; no file is named ${pattern}`);
    return found;
  };
  const index = await readFile(prepared);
  const [oldIndex, oldClient] = [find(/^minisearch\.[0-9a-f]+\.json$/), find(/^search\.[0-9a-f]+\.js$/)];
  const newIndex = `minisearch.${hashOf(index)}.json`;
  const client = (await readFile(join(folder, oldClient), "utf8")).replaceAll(oldIndex, newIndex);
  const newClient = `search.${hashOf(client)}.js`;
  for (const file of [oldIndex, oldClient]) await rm(join(folder, file));
  await writeFile(join(folder, newIndex), index);
  await writeFile(join(folder, newClient), client);
  return (page) => page.replaceAll(oldClient, newClient);
}

const hashOf = (content: string | Buffer): string => createHash("sha256").update(content).digest("hex").slice(0, 8);
