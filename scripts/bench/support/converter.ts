import {join} from "node:path";
import {createInterface} from "node:readline";
import {execa} from "execa";

/** What a converter says after a line. */
export interface Converted {
  readonly times: readonly number[];
  readonly rows: readonly number[];
  /** Most resident memory so far, KiB. */
  readonly kib: number;
}

/** A process that converts results on demand: convert.ts here, or convert.py by a Python that has the tool. */
export class Converter {
  private constructor(
    readonly version: string,
    private readonly ask: (line: string) => Promise<string>,
    private readonly stop: () => Promise<void>
  ) {}

  /** @param python path of a Python; null for the project's own loaders */
  static async start(python: string | null, tool: string, form: string): Promise<Converter> {
    const script = join(import.meta.dirname, python === null ? "convert.ts" : "convert.py");
    const argv = [...(python === null ? ["--import", "tsx"] : []), script, tool, form];
    const child = execa(python ?? process.execPath, argv, {
      stdin: "pipe",
      stdout: "pipe",
      buffer: false,
      stderr: "inherit"
    });
    const lines = createInterface({input: child.stdout})[Symbol.asyncIterator]();
    const next = async (): Promise<string> => {
      const line = await lines.next();
      if (line.done === true) throw new Error(`${tool} ended before it answered`);
      return line.value;
    };
    const stop = async (): Promise<void> => {
      child.stdin.end();
      await child;
    };
    return new Converter(
      JSON.parse(await next()) as string,
      (line) => {
        child.stdin.write(`${line}\n`);
        return next();
      },
      stop
    );
  }

  async convert(rounds: number, paths: readonly string[]): Promise<Converted> {
    return JSON.parse(await this.ask([rounds, ...paths].join(" "))) as Converted;
  }

  end(): Promise<void> {
    return this.stop();
  }
}
