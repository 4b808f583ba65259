/** "table_3_1", "table 3.1" and "3.1" name one table. */
export function sectionOf(table: string): string {
  return (table.match(/\d+/g) ?? []).join(".");
}
