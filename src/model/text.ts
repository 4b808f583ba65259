/** The two languages of the report. */
export type Lang = "en" | "zh";

export const langs: readonly Lang[] = ["en", "zh"];

/** One text in both languages; a label is written once, here or in a registry, and never in a page. */
export interface Text {
  readonly en: string;
  readonly zh: string;
}
