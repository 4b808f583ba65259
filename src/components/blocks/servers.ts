import {servers} from "../../model/tables/servers.js";
import {teller} from "../../model/text.js";
import {html} from "../markup.js";
import {shortId} from "../short-id.js";
import {tableHtml} from "../table.js";
import {declared, pick, type ViewColumn} from "../view.js";
import type {Block} from "./block.js";

const names = [
  "server_id",
  "kind",
  "model",
  "gpu_name",
  "engine_version",
  "precision",
  "weights",
  "attention_backend",
  "quantization_kernel",
  "model_memory_gib",
  "kv_cache_gib",
  "kv_cache_tokens",
  "compile_s",
  "driver"
] as const;

function named(column: ViewColumn): ViewColumn {
  if (column.name === "gpu_name") return {...column, long: true};
  return column.name === "server_id" ? {...column, show: (id) => shortId(String(id))} : column;
}

/** What was served, and what its log says. */
export const serverTable: Block = {
  id: "servers",
  build({data, lang}) {
    const t = teller(lang);
    if (data.servers.length === 0)
      return html`<p class="empty">
        ${t("No run yet: `npm run sweep` or `npm run ingest` brings one.", "尚无运行：请用 `npm run sweep` 或 `npm run ingest` 添加。")}
      </p>`;
    return tableHtml(
      {
        caption: t("Servers measured, from their logs and flags", "已测服务（来自日志与参数）"),
        columns: declared(servers, names, lang).map((column) => named(column)),
        rows: pick(data.servers, names)
      },
      lang
    );
  }
};
