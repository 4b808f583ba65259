import {build, type Plugin} from "esbuild";
import {posix, relative} from "node:path";
import type {Finding} from "./finding.js";
import {tags} from "./tags.js";

/** Script text and the file it stands in, by path below dist. */
export interface Script {
  readonly file: string;
  readonly code: string;
}

const javascript = /^(?:module|text\/javascript|application\/javascript|)$/i;

/** The inline scripts of a page. */
export function inlineScripts(file: string, html: string): Script[] {
  return tags(html)
    .filter(({name, attributes}) => name === "script" && !attributes.has("src") && isScript(attributes.get("type")))
    .map(({content}) => ({file, code: content}));
}

/**
 * Imports that a browser could not follow: bare names, which the framework leaves in place when it cannot resolve
 * them, and relative paths to no file. Code that does not parse is a finding, too.
 */
export async function brokenImports(scripts: readonly Script[], files: ReadonlySet<string>): Promise<Finding[]> {
  const findings: Finding[] = [];
  const check = (file: string, specifier: string): void => {
    const target = posix.join(posix.dirname(file), specifier);
    if (/^(?:https?|wss?):/.test(specifier)) return; // the rule on hosts answers for these
    if (!/^\.{0,2}\//.test(specifier)) findings.push({file, rule: "unresolved import", value: specifier});
    else if (specifier.startsWith("/") || !files.has(target)) {
      findings.push({file, rule: "import of no file", value: specifier});
    }
  };
  const plugin: Plugin = {
    name: "imports",
    setup(bundle) {
      bundle.onResolve({filter: /.*/}, ({path, kind, importer}) => {
        if (kind === "entry-point") return {path, namespace: "script"};
        check(scripts[Number(importer)]?.file ?? relative(process.cwd(), importer), path);
        return {path, external: true};
      });
      bundle.onLoad({filter: /.*/, namespace: "script"}, ({path}) => ({
        contents: scripts[Number(path)]?.code ?? "",
        loader: "js"
      }));
    }
  };
  await build({
    entryPoints: scripts.map((_, i) => ({in: String(i), out: String(i)})),
    bundle: true,
    write: false,
    outdir: "checked",
    format: "esm",
    target: "esnext",
    plugins: [plugin],
    logLevel: "silent"
  }).catch((error: unknown) => {
    for (const {text, location} of messagesOf(error)) {
      const file = scripts[Number(location?.file.replace(/^script:/, ""))]?.file ?? "a script";
      findings.push({file, rule: "does not parse", value: text});
    }
  });
  for (const {file, code} of scripts) {
    for (const [, specifier] of code.matchAll(/import\.meta\.resolve\(\s*["']([^"']+)["']\s*\)/g)) {
      if (specifier !== undefined) check(file, specifier);
    }
  }
  return findings;
}

interface Message {
  readonly text: string;
  readonly location: {readonly file: string} | null;
}

/** esbuild's own errors; anything else is a defect and goes on. */
function messagesOf(error: unknown): readonly Message[] {
  if (error instanceof Error && "errors" in error) return error.errors as Message[];
  throw error;
}

function isScript(type: string | undefined): boolean {
  return javascript.test(type ?? "");
}
