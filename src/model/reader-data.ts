import {adoptAudit, decisiveRows} from "./audit/failed-checks.js";
import type {AuditRow} from "./audit/audit-row.js";
import type {Dataset} from "./dataset.js";
import type {RequestRow} from "./tables/requests.js";
import type {TelemetryRow} from "./tables/telemetry.js";

/**
 * What a page needs to judge again under other assumptions: all rows but those of single tokens and samples, requests of
 * closed loops by column, and what the audit of the whole data set struck. Numbers are kept to the last bit, so that
 * page and build reach the same verdicts.
 */
export interface ReaderData extends Omit<Dataset, "requests" | "itl"> {
  readonly requests: readonly PackedRequests[];
  readonly audit: readonly AuditRow[];
}

interface PackedRequests {
  readonly point_id: string;
  readonly ok: readonly boolean[];
  readonly ttft_ms: readonly (number | null)[];
  readonly tpot_ms: readonly (number | null)[];
  readonly e2e_ms: readonly (number | null)[];
}

/** Packs a data set for the page. */
export function packed(data: Dataset): ReaderData {
  const closed = new Set(
    data.points.filter(({load, status}) => load === "closed" && status === "ok").map(({point_id}) => point_id)
  );
  const byPoint = new Map<string, RequestRow[]>();
  for (const request of data.requests) {
    if (!closed.has(request.point_id)) continue;
    const list = byPoint.get(request.point_id);
    if (list === undefined) byPoint.set(request.point_id, [request]);
    else list.push(request);
  }
  const {points, servers, published, hardware, prices, models, article, claims, presets} = data;
  return {
    points,
    servers,
    published,
    hardware,
    prices,
    models,
    article,
    ...(claims === undefined ? {} : {claims}),
    ...(presets === undefined ? {} : {presets}),
    telemetry: idlest(data.telemetry),
    requests: [...byPoint].map(([point_id, rows]) => ({
      point_id,
      ok: rows.map(({ok}) => ok),
      ttft_ms: rows.map(({ttft_ms}) => ttft_ms),
      tpot_ms: rows.map(({tpot_ms}) => tpot_ms),
      e2e_ms: rows.map(({e2e_ms}) => e2e_ms)
    })),
    audit: decisiveRows(data)
  };
}

/** The data set of a page, ready to be judged: requests have their latencies alone, telemetry its idlest samples. */
export function unpacked({requests, audit, ...tables}: ReaderData): Dataset {
  const rows = requests.flatMap(({point_id, ok, ttft_ms, tpot_ms, e2e_ms}) =>
    ok.map((fine, i) => ({
      point_id,
      request: i,
      ok: fine,
      ttft_ms: ttft_ms[i] ?? null,
      tpot_ms: tpot_ms[i] ?? null,
      e2e_ms: e2e_ms[i] ?? null
    }))
  );
  const data = {...tables, requests: rows as unknown as RequestRow[], itl: []};
  adoptAudit(data, audit);
  return data;
}

/** The sample of least power of each run, which is all that a plan asks of telemetry. */
function idlest(telemetry: Dataset["telemetry"]): TelemetryRow[] {
  const least = new Map<string, TelemetryRow>();
  for (const row of telemetry) {
    const known = least.get(row.run);
    if (row.power_w !== null && (known === undefined || row.power_w < known.power_w!)) least.set(row.run, row);
  }
  return [...least.values()];
}
