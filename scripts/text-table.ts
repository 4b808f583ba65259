/**
 * Rows of text in columns, two spaces apart; the columns named in `left` are flush left, all others flush right. Colour codes
 * take no room.
 */
export function textTable(rows: readonly (readonly string[])[], left: readonly number[] = []): string[] {
  const widths: number[] = [];
  for (const row of rows) for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, width(cell));
  return rows.map((row) =>
    row
      .map((cell, i) => {
        const pad = " ".repeat(Math.max(0, (widths[i] ?? 0) - width(cell)));
        return left.includes(i) ? cell + pad : pad + cell;
      })
      .join("  ")
      .trimEnd()
  );
}

// oxlint-disable-next-line no-control-regex -- colour codes begin with the escape character
const colour = /\u001b\[\d+m/g;
const width = (text: string): number => text.replace(colour, "").length;
