import {readFileSync} from "node:fs";
import {createRequire} from "node:module";
import type {AxeResults, RunOptions} from "axe-core";
import type {Page} from "playwright-core";
import type {Session} from "../../scripts/web/session.js";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** Rows of a table that look alike to be looked at for their colours. */
const sampled = 5;

/**
 * What axe finds on a page, in light and in dark, with every drawer open: rule, help, how often, and where first.
 * @param everyRow whether colours are looked at in each row of a table, not in the first few of those of the same classes:
 * they are half of the time, and what has the same classes has the same colours
 */
export function axeFindings(session: Session, path: string, {everyRow = false} = {}): Promise<string[]> {
  return session.visit(path, async (page, visit) => {
    await page.evaluate(source);
    await page.evaluate(() => {
      for (const details of document.querySelectorAll("details")) details.open = true;
    });
    // An open drawer may load and compute what it shows, pale meanwhile.
    await visit.settle();
    await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
    // Structure does not change with colours.
    const found = await violations(page, {runOnly: tags, rules: {"color-contrast": {enabled: false}}});
    if (!everyRow) await page.evaluate(dropLikeRows, sampled);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({colorScheme});
      const contrast = await violations(page, {runOnly: {type: "rule", values: ["color-contrast"]}});
      found.push(...contrast.map((each) => `${colorScheme}: ${each}`));
    }
    return found;
  });
}

async function violations(page: Page, options: RunOptions): Promise<string[]> {
  const results = await page.evaluate(
    (given) => (window as unknown as {axe: {run(o: RunOptions): Promise<AxeResults>}}).axe.run(given),
    {...options, resultTypes: ["violations"]} satisfies RunOptions
  );
  return results.violations.map(({id, help, nodes}) => {
    const where = nodes.slice(0, 3).map(({html}) => html.slice(0, 200));
    return `${id}: ${help} (${nodes.length})\n  ${where.join("\n  ")}`;
  });
}

/** Runs in the page. Takes away the rows of each table that have as many others of the same classes, inside and out, before them. */
function dropLikeRows(kept: number): void {
  for (const body of document.querySelectorAll("tbody")) {
    const seen = new Map<string, number>();
    for (const row of body.querySelectorAll(":scope > tr")) {
      const classes = [row, ...row.querySelectorAll("[class], [style]")]
        .map((element) => `${element.getAttribute("class")} ${element.getAttribute("style")}`)
        .join();
      const n = seen.get(classes) ?? 0;
      seen.set(classes, n + 1);
      if (n >= kept) row.remove();
    }
  }
}
