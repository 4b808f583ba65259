import type {Finding} from "./finding.js";
import {tags, type Tag} from "./tags.js";

/** Names of vocabularies, which look like addresses and are never fetched. */
const vocabularies = ["www.w3.org"];

const address = /\b(?:https?|wss?):\/\/([^\s/"'`<>\\)$:]+)/g;

/** A relation by which a link element names another page and loads nothing. */
const unloaded = /^(?:canonical|license|author)$/;

/** Attributes by which an element loads something; `href` loads everywhere but on links for readers. */
const loading = ["src", "srcset", "poster", "data", "action", "formaction", "ping", "manifest", "background", "style"];

/** Foreign addresses in a page: what it would load is refused, what a reader may follow is listed. */
export function hostsOfPage(file: string, html: string): {findings: Finding[]; links: string[]} {
  const findings: Finding[] = [];
  const links: string[] = [];
  for (const tag of tags(html)) {
    for (const value of loadedBy(tag))
      if (isForeign(value)) findings.push({file, rule: "loads from another host", value});
    const href = tag.attributes.get("href");
    if (tag.name === "a" && href !== undefined && isForeign(href)) links.push(href);
    if (tag.name === "script") findings.push(...hostsOfCode(file, tag.content));
    if (tag.name === "style") findings.push(...hostsOfCode(file, tag.content));
  }
  return {findings, links};
}

/** Foreign addresses in a script or a style sheet: none is needed there, so every one is refused. */
export function hostsOfCode(file: string, code: string): Finding[] {
  const findings: Finding[] = [];
  for (const [value, host] of code.matchAll(address)) {
    if (!vocabularies.includes(host ?? "")) findings.push({file, rule: "names another host", value});
  }
  for (const [value] of code.matchAll(/\b(?:import|from|fetch|url)\s*\(?\s*["'`]?\/\/[\w.-]+/g)) {
    findings.push({file, rule: "names another host", value});
  }
  return findings;
}

function loadedBy({name, attributes}: Tag): string[] {
  const values = loading.flatMap((attribute) => attributes.get(attribute) ?? []);
  const href = attributes.get("href") ?? attributes.get("xlink:href");
  if (href !== undefined && name !== "a" && name !== "area" && !unloaded.test(attributes.get("rel") ?? "")) {
    values.push(href);
  }
  if (attributes.get("http-equiv")?.toLowerCase() === "refresh") values.push(attributes.get("content") ?? "");
  return values;
}

/** True of an address with a scheme and host of its own, anywhere in the value, or one that begins with two slashes. */
function isForeign(value: string): boolean {
  if (/^\s*\/\/|url\(\s*["']?\/\/|,\s*\/\//.test(value)) return true;
  return [...value.matchAll(address)].some(([, host]) => !vocabularies.includes(host ?? ""));
}
