import {readFileSync} from "node:fs";
import {createRequire} from "node:module";
import type {AxeResults, RunOptions} from "axe-core";
import type {Session} from "../../scripts/web/session.js";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds on a page, in light and in dark, with every drawer open: rule, help, how often, and where first. */
export function axeFindings(session: Session, path: string): Promise<string[]> {
  return session.visit(path, async (page) => {
    await page.evaluate(source);
    await page.evaluate(() => {
      for (const details of document.querySelectorAll("details")) details.open = true;
    });
    const violations: string[] = [];
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({colorScheme});
      // Structure does not change with colours: the second pass looks at contrast alone.
      const options: RunOptions =
        colorScheme === "light"
          ? {runOnly: rules, resultTypes: ["violations"]}
          : {runOnly: {type: "rule", values: ["color-contrast"]}, resultTypes: ["violations"]};
      const results = await page.evaluate(
        (given) => (window as unknown as {axe: {run(o: RunOptions): Promise<AxeResults>}}).axe.run(given),
        options
      );
      for (const {id, help, nodes} of results.violations) {
        const where = nodes.slice(0, 3).map(({html}) => html.slice(0, 200));
        violations.push(`${colorScheme}: ${id}: ${help} (${nodes.length})\n  ${where.join("\n  ")}`);
      }
    }
    return violations;
  });
}
