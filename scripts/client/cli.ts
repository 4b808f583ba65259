import {runMain} from "../command.js";
import {client} from "./program.js";

await runMain(() => client(process.argv.slice(2)));
