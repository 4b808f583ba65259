/** The two languages of the report. */
export type Lang = "en" | "zh";

export const langs: readonly Lang[] = ["en", "zh"];

/** One text in both languages; a label is written once, here or in a registry, and never in a page. */
export interface Text {
  readonly en: string;
  readonly zh: string;
}

/** Chooses between two wordings: `const t = teller(lang); t("runs", "运行")`. */
export function teller(lang: Lang): (en: string, zh: string) => string {
  return (en, zh) => (lang === "en" ? en : zh);
}
