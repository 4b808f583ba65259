import type {Fault} from "./fault.js";
import {trial} from "./trial.js";

const answers: readonly (readonly [string, string, string, string, RegExp, number])[] = [
  [
    "500",
    "status-500:after=12,times=2",
    "the server answers 500",
    "counted and told as failed, none as an answer",
    /2 of 8 requests failed/,
    2
  ],
  [
    "429",
    "status-429:after=12,times=2",
    "the server answers 429",
    "counted and told as failed, none as an answer",
    /2 of 8 requests failed/,
    2
  ],
  [
    "half-stream",
    "half-stream:after=12,times=2",
    "the stream ends in the middle",
    "counted and told as failed, no half answer as a whole one",
    /2 of 8 requests failed/,
    2
  ],
  [
    "garbage",
    "garbage:after=12,times=2",
    "bytes that are no event stream",
    "counted and told as failed, none as an answer",
    /2 of 8 requests failed/,
    2
  ],
  [
    "slow-first-byte",
    "slow-first-byte:after=12,times=2,ms=400",
    "the first byte comes late",
    "measured as the latency it is",
    /^2 measured$/,
    2
  ],
  [
    "hang",
    "hang:after=12,times=1",
    "a request that is never answered",
    "ended at its time limit, counted as failed",
    /1 of 8 requests failed/,
    2
  ],
  [
    "die",
    "die:after=15,times=1",
    "the server dies in a point",
    "a new start, the point again",
    /2 measured.*ended by SIGKILL/,
    2
  ],
  [
    "gpu-lost",
    "gpu-lost:after=12,times=1",
    "the GPU is lost in a point",
    "told with its words; a new start",
    /the GPU was lost/,
    2
  ]
];

/** Answers that are none: what they do to a point, and that nothing false is stored. */
export const requestFaults: readonly Fault[] = answers.map(([id, fault, injected, expected, shows, points]) => ({
  id: `request-${id}`,
  group: "request",
  injected,
  expected,
  shows,
  run: () =>
    trial({servers: {bf16: {flags: {"sim-fault": fault}}}, timeouts: {request_s: 3, point_s: 15, stop_s: 2}}, points)
}));
