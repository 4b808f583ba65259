import type {Manifest} from "../../../loaders/manifest.js";
import type {RunnerAccount} from "../run-folder.js";
import {owns, type Share} from "./share.js";

type Entry = Record<string, unknown>;

/** What is kept of each share in the manifest's runner.hosts. */
export interface HostAccount extends Entry {
  sessions?: unknown[];
  failures?: {what: string; problem: string}[];
  left_out?: unknown[];
}

const accountOf = (manifest: Manifest): RunnerAccount => manifest.runner as RunnerAccount;

/** runner.hosts of a manifest, by share. */
export function hostsOf(manifest: Manifest): Record<string, HostAccount> {
  const account = accountOf(manifest);
  account["hosts"] ??= {};
  return account["hosts"] as Record<string, HostAccount>;
}

/** The part of a run that belongs to one share, as a run of its own; null when nothing of it has been measured. */
export function splitRun(whole: Manifest, share: Share): Manifest | null {
  const mine = (name: string | null): boolean => name !== null && owns(share, name);
  const servers = whole.servers.filter((each) => mine(each.server));
  const files = whole.files.filter((each) => mine(each.server ?? serverOfPath(each.path)));
  if (servers.length === 0 && files.length === 0) return null;
  const account = accountOf(whole);
  const ofServer = (each: Entry): boolean => mine(each["server"] as string | null);
  const {sessions = [], client} = hostsOf(whole)[share.id] ?? {};
  return {
    ...whole,
    client: (client as Manifest["client"] | undefined) ?? whole.client,
    servers,
    files,
    points: whole.points.filter((each) => mine(each.server)),
    runner: {
      points: account.points.filter(ofServer),
      servers: account.servers.filter(ofServer),
      conditions: Object.fromEntries(
        Object.entries((account["conditions"] ?? {}) as Entry).filter(([id]) => share.servers.includes(id))
      ),
      searches: of(account["searches"]).filter(ofServer),
      adaptive: of(account["adaptive"]).filter(ofServer),
      sessions
    }
  };
}

/** Takes over a share's run: what the whole knew of it is replaced. Files are copied by who calls. */
export function mergeRun(whole: Manifest, part: Manifest, share: Share): void {
  const mine = (name: string | null): boolean => name !== null && owns(share, name);
  const [account, own] = [accountOf(whole), accountOf(part)];
  const others = (each: Entry): boolean => !mine(each["server"] as string | null);
  whole.servers = [...whole.servers.filter((each) => !mine(each.server)), ...part.servers];
  whole.points = [...whole.points.filter((each) => !mine(each.server)), ...part.points];
  whole.files = [...whole.files.filter((each) => !mine(each.server ?? serverOfPath(each.path))), ...part.files];
  if (whole.client.name === "none") whole.client = part.client;
  account.points = [...account.points.filter(others), ...own.points];
  account.servers = [...account.servers.filter(others), ...own.servers];
  account["conditions"] = {
    ...(account["conditions"] as Entry | undefined),
    ...(own["conditions"] as Entry | undefined)
  };
  account["searches"] = [...of(account["searches"]).filter(others), ...of(own["searches"])];
  account["adaptive"] = [...of(account["adaptive"]).filter(others), ...of(own["adaptive"])];
  const hosts = hostsOf(whole);
  hosts[share.id] = {
    ...hosts[share.id],
    target: share.target,
    via: share.via,
    servers: [...share.servers],
    start: share.start?.number ?? null,
    client: part.client,
    order: own["order"] ?? null,
    sessions: of(own["sessions"]),
    failures: of(own["failures"]) as {what: string; problem: string}[],
    left_out: of(own["left_out"])
  };
  account["left_out"] = Object.values(hosts).flatMap((each) => each.left_out ?? []);
  account["failures"] = Object.values(hosts).flatMap((each) => each.failures ?? []);
  for (const note of part.notes) if (!whole.notes.includes(note)) whole.notes.push(note);
  if (whole.client.name !== part.client.name || whole.client.version !== part.client.version) {
    const one = (client: Manifest["client"]): string => `${client.name} ${client.version ?? ""}`.trim();
    const note = `Target ${share.target} was measured by the client ${one(part.client)}, others by ${one(whole.client)}.`;
    if (!whole.notes.includes(note)) whole.notes.push(note);
  }
}

/** Of a file that a killed runner left of a server it had not recorded yet. */
function serverOfPath(path: string): string | null {
  return /^servers\/([^/]+)\//.exec(path)?.[1] ?? null;
}

function of(value: unknown): Entry[] {
  return Array.isArray(value) ? (value as Entry[]) : [];
}
