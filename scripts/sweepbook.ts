import {Command} from "commander";
import {main, runMain} from "./command.js";
import {doctorCommand} from "./doctor/command.js";
import {runProgram, type Program} from "./programs.js";
import {hostProgram} from "./sweep/hosts/host-program.js";
import {sweepCommand} from "./sweep/command.js";

// Entry of the bundle: one file that is the runner, the doctor, and the programs that the runner starts.
const [name, program, ...rest] = process.argv.slice(2);
if (name === "program") {
  await runProgram(program as Program, rest);
} else if (name === "host") {
  // How a controller of a sweep over many hosts measures its share here.
  await runMain(async () => {
    process.exitCode = await hostProgram(program ?? ".");
  });
} else {
  const sweepbook = new Command("node sweepbook.mjs")
    .description("Sweepbook's runner in one file, for hosts with Node and vLLM.")
    .exitOverride();
  const sub = (command: Command, is: string): Command => command.name(is);
  sweepbook.addCommand(sub(sweepCommand(process.cwd()), "sweep"));
  sweepbook.addCommand(sub(doctorCommand(), "doctor"));
  await main(sweepbook);
}
