import type {Answers, Question, Reply} from "./worker.js";

let worker: Worker | undefined;
let asked = 0;
const waiting = new Map<number, {resolve: (rows: never) => void; reject: (error: Error) => void}>();

/** Asks the simulator in its worker, so that the page stays free. Rejects with the simulator's own words. */
export function ask<Q extends Question>(question: Q): Promise<Answers[Q["kind"]]> {
  worker ??= started();
  const n = ++asked;
  const answer = new Promise<Answers[Q["kind"]]>((resolve, reject) => waiting.set(n, {resolve, reject}));
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows
  worker.postMessage({n, question});
  return answer;
}

function started(): Worker {
  const made = new Worker(import.meta.resolve("./worker.js"), {type: "module"});
  made.addEventListener("message", ({data}: MessageEvent<Reply>) => {
    const asker = waiting.get(data.n);
    waiting.delete(data.n);
    if ("rows" in data) asker?.resolve(data.rows as never);
    else asker?.reject(new Error(data.problem));
  });
  made.addEventListener("error", ({message}) => {
    for (const {reject} of waiting.values()) reject(new Error(message));
    waiting.clear();
  });
  return made;
}
