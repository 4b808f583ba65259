import {runMain} from "../scripts/command.js";

// The prepare step as the build's process: bad input is told in one line, as every command tells it.
await runMain(async () => {
  await import("./prepare.js");
});
