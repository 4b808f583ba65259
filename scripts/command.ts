import {Command} from "commander";
import {Problem} from "../src/model/problem.js";

/** A command of the project: commander, with examples in --help and the exit codes of the conventions. */
export function command(name: string, description: string, examples: readonly string[]): Command {
  return new Command(`npm run ${name} --`)
    .description(description)
    .showSuggestionAfterError(true)
    .exitOverride()
    .addHelpText("after", `\nExamples:\n${examples.map((line) => `  ${line}`).join("\n")}\n`);
}

/** Runs a command's action and ends the process with the right code: a Problem prints one line, a defect its stack. */
export async function main(program: Command, argv: readonly string[] = process.argv): Promise<void> {
  await runMain(async () => {
    await program.parseAsync([...argv]);
  });
}

/** Runs an action as `main` does, for programs that parse their own arguments. */
export async function runMain(action: () => Promise<void>): Promise<void> {
  // A reader that has seen enough (| head) closes the pipe: no error of ours.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit();
    throw error;
  });
  try {
    await action();
  } catch (error) {
    process.exitCode = report(error);
  }
}

function report(error: unknown): number {
  if (error instanceof Problem) {
    process.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
  if (error instanceof Error && "code" in error && String(error.code).startsWith("commander.")) {
    return "exitCode" in error && error.exitCode === 0 ? 0 : 2; // commander has printed its message
  }
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 1;
}
