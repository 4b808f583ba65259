/** Exit codes of every command: 1 a finding, 2 usage or bad input, 3 environment, 130 interrupted. */
export type ExitCode = 1 | 2 | 3 | 130;

/**
 * An expected failure, told to people as cause, value, remedy. Anything else that is thrown is a defect.
 * @example throw new Problem("not a whole number of GPUs", {value: 1.5, remedy: "give gpus as 1, 2, 4 or 8"})
 */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly exitCode: ExitCode;
  /** Where: a file, with line where known. */
  readonly where: string | null;
  readonly remedy: string | null;

  constructor(
    cause: string,
    options: {value?: unknown; where?: string; remedy?: string; exitCode?: ExitCode; error?: unknown} = {}
  ) {
    const value = "value" in options ? `: ${shown(options.value)}` : "";
    const where = options.where === undefined ? "" : `${options.where}: `;
    const remedy = options.remedy === undefined ? "" : `; ${options.remedy}`;
    super(
      printable(`${where}${cause}${value}${remedy}`),
      options.error === undefined ? undefined : {cause: options.error}
    );
    this.exitCode = options.exitCode ?? 2;
    this.where = options.where ?? null;
    this.remedy = options.remedy ?? null;
  }
}

/**
 * A text whose control characters are told instead of sent: names of files and models could else move a terminal's cursor,
 * change its colours or title. Line ends and tabs stay.
 */
export function printable(text: string): string {
  return text.replace(
    /(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`
  );
}

/** A value as a message shows it: JSON, cut at 120 characters, control characters escaped. */
function shown(value: unknown): string {
  const text =
    value === undefined
      ? "undefined"
      : typeof value === "bigint"
        ? `${value}`
        : (JSON.stringify(value) ?? typeof value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
