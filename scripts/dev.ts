import {existsSync, watch} from "node:fs";
import {execa} from "execa";
import {clientCode} from "./client-code.js";
import {command, main} from "./command.js";
import {bundleCode} from "./web/code.js";
import {portFrom} from "./web/port.js";
import {prepare} from "./web/prepare.js";
import {step} from "./web/step.js";
import {vendor} from "./vendor.js";

/** What goes into the prepared data, figures and blocks. The preview itself follows pages, styles and scripts. */
const inputs = ["data", "loaders", "site", "src/model", "src/components", "observablehq.config.ts"];

/** Quiet time after a change before anything runs: editors and sweeps write several files at once. */
const settleMs = 300;

const program = command("dev", "Shows the report in a local preview that follows data, loaders, model and pages.", [
  "npm run dev",
  "npm run dev -- --port 8080"
])
  .option("--port <n>", "port of the preview", portFrom(1), 3000)
  .action(async (options: {port: number}) => {
    await Promise.all([
      step("load data", load),
      step("vendor libraries", () => vendor("src")),
      step("bundle code on demand", () => clientCode("src"))
    ]);
    let preview = start(options.port);
    let stopped = false;
    const changed = settled(async (path) => {
      try {
        await Promise.all([step(`load data again after ${path}`, load), clientCode("src")]);
      } catch (error) {
        // A half-written file is daily bread here: say it, keep the last good state, wait for the next change.
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
        return;
      }
      // The preview keeps modules of pages in memory; its clients come back by themselves and reload what differs.
      await end(preview);
      if (!stopped) preview = start(options.port);
    });
    const runs = process.env["SWEEPBOOK_RUNS"];
    const watchers = [...inputs, ...(runs === undefined ? [] : [runs])]
      .filter((path) => existsSync(path))
      .map((path) =>
        watch(path, {recursive: true}, (_, file) => {
          if (file === null || !ignored.test(file)) changed(file === null ? path : `${path}/${file}`);
        })
      );
    await new Promise<void>((done) => {
      process.once("SIGINT", () => {
        process.exitCode = 130;
        done();
      });
      process.once("SIGTERM", done);
    });
    stopped = true;
    for (const watcher of watchers) watcher.close();
    await end(preview);
  });

/** Code may have changed as well as data. */
async function load(): Promise<void> {
  await bundleCode();
  await prepare();
}

/** Files that tests and editors leave beside sources. */
const ignored = /\.test\.ts$|\.tmp$|~$|^\.|\/\./;

function start(port: number) {
  return execa("observable", ["preview", "--no-open", "--port", String(port)], {
    preferLocal: true,
    reject: false,
    env: {OBSERVABLE_TELEMETRY_DISABLE: "1"},
    stdio: ["ignore", "inherit", "inherit"]
  });
}

async function end(preview: ReturnType<typeof start>): Promise<void> {
  preview.kill("SIGTERM");
  await preview;
}

/** A function that runs once things are quiet, never twice at a time, and again if called meanwhile. */
function settled(run: (path: string) => Promise<void>): (path: string) => void {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  return (path) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(() => run(path));
    }, settleMs);
  };
}

await main(program);
