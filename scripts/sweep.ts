import {fileURLToPath} from "node:url";
import {main} from "./command.js";
import {sweepCommand} from "./sweep/command.js";

await main(sweepCommand(fileURLToPath(new URL("..", import.meta.url))));
