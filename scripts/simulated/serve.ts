import {runMain} from "../command.js";
import {simulatedServer} from "./program.js";

await runMain(() => simulatedServer(process.argv.slice(2)));
