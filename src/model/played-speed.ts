import type {ServerRow} from "./tables/servers.js";

/**
 * How many times faster than life a simulated server played, as its command says: its latencies are so many times too short and its
 * rates too high. 1 for every other server.
 */
export function playedSpeed({command}: Pick<ServerRow, "command">): number {
  const speed = Number(/(?:^|\s)--sim-speed[ =]([\d.]+)/.exec(command ?? "")?.[1] ?? 1);
  return speed > 0 ? speed : 1;
}
