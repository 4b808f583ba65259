import {playedSpeed} from "../../model/played-speed.js";
import {teller, type Lang} from "../../model/text.js";
import type {RunRecord} from "../../model/run-record.js";
import {formatCount} from "../format.js";
import {html, type Markup} from "../markup.js";
import {tableHtml} from "../table.js";
import type {Env, ViewColumn} from "../view.js";
import {kindWords} from "../words.js";
import type {Block} from "./block.js";

/** The run of a run's own page. */
function own({runs}: Env): RunRecord | null {
  return runs?.[0] ?? null;
}

/** Where the run came from, what it holds, and what a reader must know before its numbers. */
export const runSummary: Block = {
  id: "run-summary",
  build(env) {
    const run = own(env);
    if (run === null) return html``;
    const {data, lang} = env;
    const t = teller(lang);
    const failed = data.points.filter(({status}) => status !== "ok").length;
    const requests = data.points.reduce((sum, point) => sum + (point.n_completed ?? 0), 0);
    const client = [run.client.name, run.client.version].filter((part) => part !== null).join(" ");
    const facts: [string, string | Markup][] = [
      [t("Kind of numbers", "数据性质"), kindWords[run.kind][lang]],
      [t("Origin", "来源"), origin(run, lang)],
      [t("Stored", "入库时间"), `${run.created_utc.slice(0, 10)} (Sweepbook ${run.tool_version})`],
      [t("Client", "压测客户端"), client],
      [t("Servers", "服务数"), formatCount(data.servers.length)],
      [
        t("Points", "测量点数"),
        t(
          `${formatCount(data.points.length)}, ${formatCount(failed)} failed`,
          `${formatCount(data.points.length)}，其中失败 ${formatCount(failed)}`
        )
      ],
      [t("Requests completed", "完成的请求数"), formatCount(requests)]
    ];
    const banner =
      run.kind === "simulated"
        ? html`<p class="note simulated-note">${t("A simulated run: it shows that the pipeline works and says nothing about hardware.", "模拟运行：只说明流程可用，不能说明任何硬件性能。")}${rushed(data.servers, lang)}</p>`
        : null;
    return html`${banner}<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
      ${run.notes.length === 0 ? null : html`<ul class="notes" lang="en">${run.notes.map((note) => html`<li>${note}</li>`)}</ul>`}`;
  }
};

/** How many times too fast the numbers of a rehearsal are. */
function rushed(servers: Env["data"]["servers"], lang: Lang): string {
  const speeds = [...new Set(servers.map(playedSpeed))].filter((speed) => speed !== 1).map(formatCount);
  if (speeds.length === 0) return "";
  const list = speeds.join(teller(lang)(", ", "、"));
  return teller(lang)(
    ` It was played ${list} times faster than life: latencies are so many times too short, rates so many times too high.`,
    `其播放速度为实际的 ${list} 倍：时延缩短、速率升高均为同样倍数。`
  );
}

function origin({origin, kind}: RunRecord, lang: Lang): string {
  const t = teller(lang);
  if (origin === "sweep") return t("swept by Sweepbook", "由 Sweepbook 执行 sweep 得到");
  return kind === "imported"
    ? t("imported from another tool's results", "由其他工具的结果导入")
    : t("ingested from files of a benchmark client", "由压测客户端的结果文件导入");
}

/** The exact commands: of each server with its environment, and of each point. */
export const runCommands: Block = {
  id: "run-commands",
  build(env) {
    const run = own(env);
    if (run === null) return html``;
    const t = teller(env.lang);
    const unknown = html`<p class="empty">${t("The files do not say.", "文件中没有记录。")}</p>`;
    return html`${run.servers.map(
      ({server, command, environment}) =>
        html`<section class="command"><h3>${t("Server", "服务")} <code>${server}</code></h3>${command === null ? unknown : shell(command)}${variables(environment, env.lang)}</section>`
    )}<details class="drawer"><summary>${t(`Commands of ${run.points.length} points`, `${run.points.length} 个测量点的命令`)}</summary>${run.points.map(
      ({point, repeat, command}) =>
        html`<h4><code>${point}#${repeat}</code></h4>${command === null ? unknown : shell(command)}`
    )}</details>`;
  }
};

function variables(environment: Readonly<Record<string, string>>, lang: Lang): Markup | null {
  const entries = Object.entries(environment);
  if (entries.length === 0) return null;
  return html`<details class="drawer"><summary>${teller(lang)("Environment", "环境变量")} (${entries.length})</summary><pre tabindex="0"><code>${entries.map(([name, value]) => `${quoted(name)}=${quoted(value)}`).join("\n")}</code></pre></details>`;
}

function shell(command: readonly string[]): Markup {
  return html`<pre tabindex="0"><code>${command.map(quoted).join(" ")}</code></pre>`;
}

/** A word as a POSIX shell reads it back. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** Every stored file with the sha256 of the original and of what is stored. */
export const runFiles: Block = {
  id: "run-files",
  build(env) {
    const run = own(env);
    if (run === null) return html``;
    const {lang} = env;
    const t = teller(lang);
    const code: ViewColumn["show"] = (value) => html`<code>${String(value)}</code>`;
    return html`${tableHtml(
      {
        caption: t(`Files of data/runs/${run.run}`, `data/runs/${run.run} 中的文件`),
        columns: [
          {name: "path", label: t("Stored file", "存储文件"), unit: null, numeric: false, show: code},
          {name: "role", label: t("Role", "用途"), unit: null, numeric: false},
          {name: "n_original", label: t("Original size", "原始大小"), unit: "B", numeric: true},
          {name: "n_stored", label: t("Stored size", "存储大小"), unit: "B", numeric: true},
          {
            name: "sha256",
            label: t("sha256 of the original", "原始文件 sha256"),
            unit: null,
            numeric: false,
            show: code
          },
          {
            name: "stored_sha256",
            label: t("sha256 as stored", "存储文件 sha256"),
            unit: null,
            numeric: false,
            show: code
          }
        ],
        rows: run.files.map(({path, role, bytes, sha256, stored_bytes, stored_sha256}) => ({
          path,
          role,
          n_original: bytes,
          n_stored: stored_bytes,
          sha256,
          stored_sha256
        }))
      },
      lang
    )}${
      run.left_out.length === 0
        ? null
        : html`<details class="drawer"><summary>${t("Left out", "未保留")} (${run.left_out.length})</summary><ul>${run.left_out.map(({path, why}) => html`<li><code>${path}</code>: ${why}</li>`)}</ul></details>`
    }`;
  }
};
