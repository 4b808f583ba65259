/** A predicate for shell patterns of names: `*` any text, `?` one character; several patterns are alternatives. */
export function glob(patterns: readonly string[]): (name: string) => boolean {
  const expressions = patterns.map((pattern) => {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".");
    return new RegExp(`^${source}$`);
  });
  return (name) => expressions.some((expression) => expression.test(name));
}
