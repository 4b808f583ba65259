import {assume, assumptionFields, defaultAssumptions, type Assumptions, type AssumptionsInput} from "./assumptions.js";
import {Problem} from "./problem.js";

/** Numbers that a URL may carry, by their path among the assumptions, which is their key. */
export const scalarKeys = Object.keys(assumptionFields).filter((key) => key !== "price_per_gpu_h");

const priceKey = /^price\.([\w.-]+x\d+)\.([A-Z]{3})$/;

/** True for the keys of a URL that are assumptions: what links carry from page to page. */
export function isAssumptionKey(key: string): boolean {
  return scalarKeys.includes(key) || key === "slo.metric" || key === "count_imported" || priceKey.test(key);
}

/** The key of a price: "price.a100-80gb-sxmx1.CNY" for "a100-80gb-sxmx1/CNY". */
export function urlKeyOfPrice(key: string): string {
  return `price.${key.replace("/", ".")}`;
}

/** What differs from the base, as URL parameters in a fixed order: nothing for the base itself. */
export function toQuery(assumptions: Assumptions, base: Assumptions = defaultAssumptions): URLSearchParams {
  const query = new URLSearchParams();
  for (const key of Object.keys(assumptions.prices).sort())
    query.set(urlKeyOfPrice(key), String(assumptions.prices[key]));
  for (const key of ["slo.metric", ...scalarKeys, "count_imported"]) {
    const value = at(assumptions, key);
    if (value !== at(base, key)) query.set(key, String(value));
  }
  return query;
}

/**
 * Assumptions of a URL or a form: the base where it says nothing. What is out of range or no number is left out and
 * named in `refused`; keys of others are passed over.
 */
export function fromQuery(
  query: URLSearchParams,
  base: Assumptions = defaultAssumptions
): {assumptions: Assumptions; refused: string[]} {
  let input: AssumptionsInput = {};
  const refused: string[] = [];
  for (const [key, text] of query) {
    if (!isAssumptionKey(key) || text.trim() === "") continue;
    const next = withValue(input, key, text.trim());
    try {
      assume(next);
      input = next;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      refused.push(error.message);
    }
  }
  return {assumptions: assume(input, base), refused};
}

function withValue(input: AssumptionsInput, key: string, text: string): AssumptionsInput {
  const [, configuration, currency] = priceKey.exec(key) ?? [];
  if (configuration !== undefined)
    return {...input, prices: {...input.prices, [`${configuration}/${currency}`]: Number(text)}};
  const value = key === "slo.metric" ? text : key === "count_imported" ? text === "true" : Number(text);
  const [group, name] = key.split(".") as [keyof Assumptions, string | undefined];
  if (name === undefined) return {...input, [group]: value};
  return {...input, [group]: {...input[group as "slo"], [name]: value}};
}

/** The value at a path such as "slo.limit_ms". */
export function at(assumptions: Assumptions, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | null)?.[name], assumptions);
}
