import {InvalidArgumentError} from "commander";
import {command, main} from "./command.js";
import {serveStatic} from "./web/server.js";

const program = command("serve", "Serves the built report; Ctrl-C ends it.", [
  "npm run serve",
  "npm run serve -- --port 8080 --base /report/",
  "npm run serve -- published/2025-06"
])
  .argument("[dir]", "folder to serve", "dist")
  .option("--port <n>", "port, 0 for any free one", port, 3000)
  .option("--host <address>", "address to listen on; 0.0.0.0 opens it to the network", "127.0.0.1")
  .option("--base <path>", "path below which the report appears", base, "/")
  .action(async (dir: string, options: {port: number; host: string; base: string}) => {
    const server = await serveStatic({dir, ...options});
    console.log(server.url);
    await new Promise<void>((done) => {
      process.once("SIGINT", () => {
        process.exitCode = 130;
        done();
      });
      process.once("SIGTERM", done);
    });
    await server.close();
  });

function port(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0 || number > 65_535) {
    throw new InvalidArgumentError("not a whole number from 0 to 65535.");
  }
  return number;
}

function base(value: string): string {
  return `/${value}/`.replace(/\/{2,}/g, "/");
}

await main(program);
