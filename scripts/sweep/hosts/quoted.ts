/**
 * One argument as a POSIX shell reads it back, unchanged: the only way by which anything of ours passes through a
 * remote shell. A NUL cannot be passed to a program at all and is refused.
 */
export function quoted(text: string): string {
  if (text.includes("\0")) throw new TypeError("an argument cannot hold a NUL character");
  return /^[\w@%+:,./-][\w@%+=:,./-]*$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A command line of arguments, for a shell. */
export function commandLine(argv: readonly string[]): string {
  return argv.map(quoted).join(" ");
}
