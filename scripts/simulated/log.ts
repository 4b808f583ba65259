/** The simulated target's log in vLLM's shape: `(APIServer pid=1) INFO 11-24 05:12:14 [file.py:1] text`. */
export interface Log {
  info(from: string, text: string): void;
  error(from: string, text: string): void;
  /** A line as it is, without level and place: tracebacks. */
  raw(process: "APIServer" | "EngineCore", text: string): void;
}

/** @param write takes whole lines */
export function vllmLog(write: (line: string) => void, now: () => Date = () => new Date()): Log {
  const line = (level: string, from: string, text: string) => {
    const process = from.startsWith("core") ? "EngineCore" : "APIServer";
    write(`(${process} pid=${pid()}) ${level} ${stamp(now())} [${from.replace(/^core\//, "")}] ${text}\n`);
  };
  return {
    info: (from, text) => line("INFO", from, text),
    error: (from, text) => line("ERROR", from, text),
    raw: (process, text) => write(`(${process} pid=${pid()}) ${text}\n`)
  };
}

function pid(): number {
  return process.pid;
}

/** Local time, month-day hours:minutes:seconds, as vLLM stamps it. */
function stamp(date: Date): string {
  const two = (n: number) => String(n).padStart(2, "0");
  const day = `${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}
