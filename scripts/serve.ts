import {command, main} from "./command.js";
import {portFrom} from "./web/port.js";
import {serveStatic} from "./web/server.js";

const program = command("serve", "Serves the built report; Ctrl-C ends it.", [
  "npm run serve",
  "npm run serve -- --port 8080 --base /report/",
  "npm run serve -- published/2025-06"
])
  .argument("[dir]", "folder to serve", "dist")
  .option("--port <n>", "port, 0 for any free one", portFrom(0), 3000)
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

function base(value: string): string {
  return `/${value}/`.replace(/\/{2,}/g, "/");
}

await main(program);
