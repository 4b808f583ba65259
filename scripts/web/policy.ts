import {createHash} from "node:crypto";
import type {Finding} from "./finding.js";
import {inlineScripts} from "./modules.js";
import {tags} from "./tags.js";

/** What every page may do: itself, its own host, and nothing else. Directives apart from the scripts'. */
const common = [
  "default-src 'none'",
  "style-src 'self' 'unsafe-inline'", // charts and tables carry styles of their own
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'"
];

/**
 * Content-Security-Policy of a page of the site: scripts from its own host, and of those in the page only the ones that
 * stand there now, by their hash. Nothing evaluates text as code; no handler stands in an attribute.
 * @see https://www.w3.org/TR/CSP3/
 */
export function policyOf(html: string): string {
  return [...common, `script-src ${["'self'", ...hashes(html)].join(" ")}`].join("; ");
}

/** Policy of a page that is one file: no host at all, not even its own, which on a disk is every file beside it. */
export function policyAlone(html: string): string {
  const scripts = hashes(html);
  return [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    "img-src data: blob:",
    "base-uri 'none'",
    "form-action 'none'",
    ...(scripts.length === 0 ? [] : [`script-src ${scripts.join(" ")}`])
  ].join("; ");
}

/** The page with its policy as the first thing after the character set: a policy binds only what comes after it. */
export function withPolicy(html: string, policy: string): string {
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
  const guarded = html.replace(/<head>\s*<meta charset="utf-8">/i, (start) => start + meta);
  if (guarded === html) throw new Error("the head of a page does not begin with its character set");
  return guarded;
}

/** What the policy would stop when a reader comes to it, told when the page is built. */
export function againstPolicy(file: string, html: string): Finding[] {
  const findings: Finding[] = [];
  for (const {name, attributes} of tags(html)) {
    for (const [attribute, value] of attributes) {
      if (/^on[a-z]/.test(attribute))
        findings.push({file, rule: "handler in an attribute", value: `${name} ${attribute}`});
      if (/^(?:href|xlink:href|src|action|formaction|data)$/.test(attribute) && isCode(value)) {
        findings.push({file, rule: "address that is code", value: value.slice(0, 80)});
      }
      if (attribute === "srcdoc") findings.push({file, rule: "page within an attribute", value: value.slice(0, 80)});
    }
    if (name === "base") findings.push({file, rule: "moves the page's links", value: attributes.get("href") ?? ""});
  }
  return findings;
}

/** A browser leaves out blanks and control characters before it reads the scheme. */
function isCode(value: string): boolean {
  const scheme = value.replace(/[\s\p{Cc}]/gu, "").toLowerCase();
  return /^(?:javascript|vbscript):|^data:(?:text\/html|image\/svg\+xml.*<script|application\/xhtml)/.test(scheme);
}

/** Hashes of the scripts that stand in a page, each once. A browser hashes their text with its line ends unified. */
function hashes(html: string): string[] {
  const scripts = inlineScripts("", html).map(({code}) => code.replace(/\r\n?/g, "\n"));
  return [...new Set(scripts.map((code) => `'sha256-${createHash("sha256").update(code).digest("base64")}'`))];
}
