import {Command} from "commander";
import {main} from "./command.js";
import {doctorCommand} from "./doctor/command.js";
import {runProgram, type Program} from "./programs.js";
import {sweepCommand} from "./sweep/command.js";

// Entry of the bundle: one file that is the runner, the doctor, and the programs that the runner starts.
const [name, program, ...rest] = process.argv.slice(2);
if (name === "program") {
  await runProgram(program as Program, rest);
} else {
  const sweepbook = new Command("node sweepbook.mjs")
    .description("Sweepbook's runner in one file, for hosts with Node and vLLM.")
    .exitOverride();
  const sub = (command: Command, is: string): Command => command.name(is);
  sweepbook.addCommand(sub(sweepCommand(process.cwd()), "sweep"));
  sweepbook.addCommand(sub(doctorCommand(), "doctor"));
  await main(sweepbook);
}
