import {teller} from "../../model/text.js";
import {formatCount} from "../format.js";
import {html} from "../markup.js";
import {anchorOf} from "../origin.js";
import type {Block} from "./block.js";

/** One line a row: which run and raw file stand behind it, with the hash of the file as it is stored. */
export const origins: Block = {
  id: "origins",
  build({data, lang}) {
    const t = teller(lang);
    const caption = t("What stands behind each row", "每一行数据的出处");
    const printed = t(`as printed by the ${data.article.noun.en}`, `${data.article.noun.zh}所印`);
    const log = t("from the server's log, listed with its hash in the manifest", "取自服务端日志，其哈希列于清单");
    const sheet = t("data sheet", "数据手册");
    return html`<div class="table-box" role="region" tabindex="0" aria-label="${caption}"><table><caption>${caption}</caption>
<thead><tr><th scope="col">${t("Row", "行")}</th><th scope="col" class="number">n</th><th scope="col">${t("Raw file", "原始文件")}</th><th scope="col">SHA-256</th></tr></thead>
<tbody>${data.points.map(
      ({point_id, run, file, sha256, n_requests}) =>
        html`<tr id="${anchorOf(point_id)}"><th scope="row"><code>${point_id}</code></th><td class="number">${formatCount(n_requests)}</td><td><code>data/runs/${run}/${file}</code></td><td><code class="hash">${sha256}</code></td></tr>`
    )}${data.servers.map(
      ({server_id, run}) =>
        html`<tr id="${anchorOf(server_id)}"><th scope="row"><code>${server_id}</code></th><td class="number">–</td><td><code>data/runs/${run}/manifest.json</code></td><td>${log}</td></tr>`
    )}${data.published.map(
      ({published_id}) =>
        html`<tr id="${anchorOf(published_id)}"><th scope="row"><code>${published_id}</code></th><td class="number">–</td><td><code>${data.article.file}</code></td><td>${printed}</td></tr>`
    )}${data.hardware.map(
      ({gpu}) =>
        html`<tr id="${anchorOf(`hardware/${gpu}`)}"><th scope="row"><code>hardware/${gpu}</code></th><td class="number">–</td><td><code>data/hardware.yaml</code></td><td>${sheet}</td></tr>`
    )}</tbody></table></div>`;
  }
};
