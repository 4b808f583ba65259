import {fileURLToPath} from "node:url";
import {main} from "./command.js";
import {doctorCommand} from "./doctor/command.js";

await main(doctorCommand(fileURLToPath(new URL("..", import.meta.url))));
