import {tableFromIPC} from "apache-arrow";
import {latencies, type Latency} from "./request-aggregate.js";

/** Latencies of every completed request by point, ascending, from the table of requests. */
export async function readRequests(href: string): Promise<Map<string, Record<Latency, Float64Array>>> {
  const response = await fetch(href);
  if (!response.ok) throw new Error(`${response.status} ${href}`);
  const table = tableFromIPC(new Uint8Array(await response.arrayBuffer()));
  const column = (name: string): {get(i: number): unknown} => table.getChild(name)!;
  const [ids, ok] = [column("point_id"), column("ok")];
  const columns = latencies.map(column);
  const lists = new Map<string, number[][]>();
  for (let i = 0; i < table.numRows; i++) {
    if (ok.get(i) !== true) continue;
    const id = String(ids.get(i));
    let list = lists.get(id);
    if (list === undefined) lists.set(id, (list = latencies.map(() => [])));
    for (const [k, values] of columns.entries()) {
      const value = values.get(i);
      if (typeof value === "number") list[k]!.push(value);
    }
  }
  return new Map(
    [...lists].map(([id, list]) => [
      id,
      Object.fromEntries(latencies.map((name, k) => [name, Float64Array.from(list[k]!).sort()])) as Record<
        Latency,
        Float64Array
      >
    ])
  );
}
