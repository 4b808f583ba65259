import {articleTables} from "./article-tables.js";
import type {Block} from "./block.js";
import {definitions} from "./definitions.js";
import {files} from "./files.js";
import {pointTable} from "./point-table.js";
import {serverTable} from "./servers.js";

/** Every block that a page may call by its id. */
export const blocks: readonly Block[] = [...articleTables, definitions, serverTable, pointTable, files];
