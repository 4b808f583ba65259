import {randomBytes} from "node:crypto";
import {copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import type {Manifest} from "../../../loaders/manifest.js";
import {readManifest} from "../run-folder.js";
import type {SweepEvent} from "../sweep-event.js";
import {copyFiles} from "./run-copy.js";
import {workHash, type Share} from "./share.js";
import {shareFiles, shareStateSchema, type ShareOrder, type ShareState} from "./share-order.js";
import {mustRun, type Transport} from "./transport.js";

/** How a share stands on its host. */
export interface Standing {
  /** Null where no runner has been there yet. */
  readonly state: ShareState | null;
  /** Whether the runner of that state lives, as far as the host itself that was asked can tell. */
  readonly alive: boolean;
  readonly events: readonly SweepEvent[];
  /** Whether the share's folder on the host holds a run. */
  readonly hasRun: boolean;
}

// $1 the share's folder, $2 the byte of the events to go on from, $3 the run. Parts are divided by a record separator.
const pollScript = `cd "$1" 2>/dev/null || exit 0
cat ${shareFiles.state} 2>/dev/null; printf '\\036'
pid=$(cat ${shareFiles.pid} 2>/dev/null) && if [ -d /proc/self ]; then cat "/proc/$pid/stat" 2>/dev/null; else kill -0 "$pid" 2>/dev/null && echo alive; fi
printf '\\036'
[ -f "${shareFiles.runs}/$3/manifest.json" ] && printf run; printf '\\036'
tail -c "+$2" ${shareFiles.events} 2>/dev/null | head -c 4000000`;

// $1 the share's folder; the rest is the command.
const detachScript = `cd "$1" || exit 1
shift
detach=$(command -v setsid || command -v nohup)
"$detach" "$@" </dev/null >>${shareFiles.log} 2>&1 &`;

/** A share's folder on its host: what is sent there, how it stands, and what comes back. */
export class RemoteShare {
  readonly folder: string;
  /** Of the run to look at; null: of whichever runner is there. */
  private token: string | null = null;
  private offset = 1;

  constructor(
    private readonly transport: Transport,
    /** On the host, absolute: of all shares of this run. */
    base: string,
    private readonly share: Share,
    private readonly run: string
  ) {
    this.folder = `${base}/${share.id}`;
  }

  /** Sends the order, the files that it names, and what of the share has been measured where the host lacks it. */
  async send(
    order: Pick<ShareOrder, "only" | "scratch" | "key">,
    measured: {readonly manifest: Manifest; readonly folder: string} | null
  ): Promise<void> {
    const stage = mkdtempSync(join(tmpdir(), "sweepbook-share-"));
    try {
      this.token = `${workHash(this.share)}.${randomBytes(6).toString("hex")}`;
      const {spec, start} = this.share;
      const whole: ShareOrder = {...order, run: this.run, spec, start, token: this.token};
      for (const [name, path] of this.share.inputs) {
        mkdirSync(dirname(join(stage, name)), {recursive: true});
        copyFileSync(path, join(stage, name));
      }
      if (measured !== null) {
        const run = join(stage, shareFiles.runs, this.run);
        mkdirSync(run, {recursive: true});
        writeFileSync(join(run, "manifest.json"), `${JSON.stringify(measured.manifest, null, 1)}\n`);
        copyFiles(measured.manifest.files, measured.folder, run);
      }
      writeFileSync(join(stage, shareFiles.order), `${JSON.stringify(whole, null, 1)}\n`);
      await this.transport.send(stage, this.folder);
    } finally {
      rmSync(stage, {recursive: true, force: true});
    }
  }

  /** Starts a command in the share's folder that outlives the connection. */
  async detach(command: readonly string[]): Promise<void> {
    await mustRun(this.transport, ["sh", "-c", detachScript, "sh", this.folder, ...command], "cannot start the runner");
  }

  /** State, and the events since the last call. Events of earlier runners come first when the first call was this. */
  async poll(): Promise<Standing> {
    const text = await mustRun(
      this.transport,
      ["sh", "-c", pollScript, "sh", this.folder, String(this.offset), this.run],
      "cannot look at the share's folder"
    );
    const [state = "", process = "", run = "", tail = ""] = text.split("\u001e");
    const whole = tail.slice(0, tail.lastIndexOf("\n") + 1);
    this.offset += Buffer.byteLength(whole);
    const known = parseState(state);
    const mine = known !== null && (this.token === null || known.token === this.token) ? known : null;
    return {
      state: mine,
      alive: known !== null && isProcess(process, known),
      events: whole.split("\n").flatMap(parseEvent),
      hasRun: run === "run"
    };
  }

  /** Whether a state is the end of just this work, with nothing missing. */
  isDone(state: ShareState | null): boolean {
    if (state?.status !== "ended" || !state.token.startsWith(`${workHash(this.share)}.`)) return false;
    const report = state.report as {failures?: unknown[]; left_out?: unknown[]} | null;
    return report?.failures?.length === 0 && report.left_out?.length === 0;
  }

  /** Brings the share's run to a folder of runs here. @returns its manifest, null when there is none */
  async collect(runs: string): Promise<Manifest | null> {
    const there = await this.transport.run(["test", "-d", `${this.folder}/${shareFiles.runs}`]);
    if (there.exitCode !== 0) return null;
    await this.transport.fetch(`${this.folder}/${shareFiles.runs}`, runs);
    return readManifest(join(runs, this.run));
  }

  /** The last lines that the host's runner printed. */
  async log(): Promise<string> {
    const {stdout} = await this.transport.run(["tail", "-n", "5", `${this.folder}/${shareFiles.log}`]);
    return stdout.trim().split("\n").join("; ");
  }
}

function parseState(text: string): ShareState | null {
  try {
    return shareStateSchema.parse(JSON.parse(text));
  } catch {
    return null; // not there yet
  }
}

function parseEvent(line: string): SweepEvent[] {
  try {
    return line === "" ? [] : [JSON.parse(line) as SweepEvent];
  } catch {
    return []; // the line of a runner that was killed
  }
}

/** Whether /proc/<pid>/stat is of the very process that wrote the state. */
function isProcess(stat: string, state: ShareState): boolean {
  if (stat.trim() === "" || state.status !== "running") return false;
  if (state.started === null) return stat.trim() === "alive";
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields[0] !== "Z" && fields[19] === state.started;
}
