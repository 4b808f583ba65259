import {articleTable} from "../tables/article.js";
import type {Block} from "./block.js";

const sources = ["3.1", "3.2", "3.3", "5.1", "5.2"];

/** The article's tables of results, each with the same quantities measured: `table-3-1` to `table-5-2`. */
export const articleTables: readonly Block[] = sources.map((source) => ({
  id: `table-${source.replace(".", "-")}`,
  build: (env) => articleTable(source, env)
}));
