import {cp, mkdir, readdir, readFile, writeFile} from "node:fs/promises";
import {existsSync} from "node:fs";
import {extname, join, relative, sep} from "node:path";
import {transform} from "esbuild";
import type {KnownSecret} from "../loaders/redact.js";
import {Problem} from "../src/model/problem.js";
import {unknownElements} from "./web/elements.js";
import type {Finding} from "./web/finding.js";
import {withFragments} from "./web/fragments.js";
import {frameOf, readFrames, withFrame} from "./web/frames.js";
import {hostsOfCode, hostsOfPage} from "./web/hosts.js";
import {brokenLinks, pageLinks, type PageLinks} from "./web/links.js";
import {withLightClient, writeLightClient} from "./web/light-client.js";
import {localised, localisedClient, localisedSearch, sidebarStyle, withoutTimes} from "./web/localise.js";
import {brokenImports, inlineScripts, type Script} from "./web/modules.js";
import {arrange, type Outline} from "./web/outline.js";
import {isEmbed} from "./web/pages.js";
import {againstPolicy, policyAlone, policyOf, withPolicy} from "./web/policy.js";
import {placeSearch} from "./web/search.js";
import {secretsOf, telling} from "./web/secrets.js";
import {tags} from "./web/tags.js";

/** Kinds of data files that are published as they are, under names without a hash. */
const published = /\.(?:arrow|csv|json)$/;

export interface Site {
  /** Folder of sources, with the generated data and figures. */
  readonly root: string;
  /** Folder of the built site. */
  readonly output: string;
  /** Folder of prepared HTML that pages keep places for. */
  readonly fragments: string;
  /** Folder of files to start services with, published as they are below deploy/. */
  readonly offers: string;
  /** Which pages stand in this report; left out, those that the framework wrote. */
  readonly outline?: Outline;
  /** Publishes names and addresses of machines all the same. */
  readonly keepHosts?: boolean;
  /** Literals that must not be published, such as this machine's name. */
  readonly known?: readonly KnownSecret[];
}

/**
 * Completes what the framework wrote and checks the whole: pages in their language, scripts without comments and
 * times, data and figures under stable names. Returns lines for people; any finding is a Problem that lists all.
 */
export async function finish({
  root,
  output,
  fragments,
  offers,
  outline,
  keepHosts = false,
  known = []
}: Site): Promise<string[]> {
  if (outline !== undefined) await arrange(output, outline);
  const renamed = await placeSearch(output, fragments);
  const frames = readFrames(fragments);
  await publish(join(root, "data"), join(output, "data"), published);
  await publish(join(root, "figures"), join(output, "figures"), /^/);
  await publish(offers, join(output, "deploy"), /^/);
  await publish(join(fragments, "embed/en"), join(output, "embed"), /^/);
  await publish(join(fragments, "embed/zh"), join(output, "zh/embed"), /^/);

  const filled = (file: string, source: string): string =>
    withFragments(file, frames === null ? source : withFrame(file, source, frameOf(frames, file)), fragments);
  const light = await writeLightClient(output);
  const files = await filesBelow(output);
  const links: PageLinks[] = [];
  const scripts: Script[] = [];
  const foreign: string[] = [];
  const findings: Finding[] = [];
  for (const file of files) {
    const path = join(output, file);
    const type = extname(file);
    if (type === ".html") {
      const source = await readFile(path, "utf8");
      const whole = isEmbed(file) ? source : withLightClient(localised(file, filled(file, renamed(source))), light);
      const html = withPolicy(whole, isEmbed(file) ? policyAlone(whole) : policyOf(whole));
      await writeFile(path, html);
      const hosts = hostsOfPage(file, html);
      findings.push(
        ...hosts.findings,
        ...unnamed(file, html),
        ...unknownElements(file, html),
        ...againstPolicy(file, html),
        ...machinePaths(file, html)
      );
      foreign.push(...hosts.links);
      links.push(pageLinks(file, html));
      scripts.push(...inlineScripts(file, html));
    } else if (type === ".js") {
      const code = await finished(file, await readFile(path, "utf8"));
      await writeFile(path, code);
      findings.push(...hostsOfCode(file, code), ...machinePaths(file, code));
      // The framework's client names every library it knows, and loads those that the build has put in place.
      if (!file.startsWith("_observablehq/")) scripts.push({file, code});
    } else if (type === ".css") {
      const css = sidebarStyle(await readFile(path, "utf8"));
      await writeFile(path, css);
      findings.push(...hostsOfCode(file, css));
    }
  }
  const named = telling(known, await proseOf(root));
  for (const file of files) {
    findings.push(...secretsOf(file, await readFile(join(output, file)), {known: named, keepHosts}));
  }
  findings.push(...brokenLinks(links, files), ...(await brokenImports(scripts, files)));
  if (findings.length > 0) throw new Problem(told(findings), {exitCode: 1});
  const anchors = links.reduce((sum, page) => sum + page.links.length, 0);
  return [
    `${links.length} pages, ${anchors} links within them, ${scripts.length} scripts: none broken`,
    `links for readers to other hosts: ${hostCounts(foreign) || "none"}`
  ];
}

/** Scripts of ours without comments and blanks; those of libraries are small already. */
async function finished(file: string, source: string): Promise<string> {
  const code = withoutTimes(source);
  if (file.startsWith("_observablehq/client.")) return localisedClient(code);
  if (file.startsWith("_observablehq/search.")) return localisedSearch(code);
  if (!file.startsWith("_import/")) return code;
  return (await transform(code, {minify: true, format: "esm", target: "es2022", legalComments: "none"})).code;
}

async function publish(from: string, to: string, pattern: RegExp): Promise<void> {
  if (!existsSync(from)) return;
  await mkdir(to, {recursive: true});
  for (const file of await filesBelow(from)) if (pattern.test(file)) await cp(join(from, file), join(to, file));
}

/** Paths of all files below a folder, with slashes, sorted: readdir's own order differs between file systems. */
async function filesBelow(folder: string): Promise<Set<string>> {
  const entries = await readdir(folder, {recursive: true, withFileTypes: true});
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"));
  return new Set(files.sort());
}

/** The pages as written, before any data came in. */
async function proseOf(root: string): Promise<string> {
  const pages = [...(await filesBelow(root))].filter((file) => file.endsWith(".md"));
  return (await Promise.all(pages.map((file) => readFile(join(root, file), "utf8")))).join("\n");
}

function unnamed(file: string, html: string): Finding[] {
  const title = tags(html).find(({name}) => name === "title");
  return title === undefined || title.content.trim() === "" ? [{file, rule: "page without a title", value: ""}] : [];
}

/** The folder of the build: a page that names it is neither reproducible nor anyone's business. */
function machinePaths(file: string, text: string): Finding[] {
  const folder = `${process.cwd()}/`;
  return text.includes(folder) ? [{file, rule: "names a folder of this machine", value: folder}] : [];
}

function told(findings: readonly Finding[]): string {
  const lines = findings.map(({file, rule, value}) => `  ${file}: ${rule}${value === "" ? "" : `: ${value}`}`);
  const remedy = findings.some(({rule}) => rule.startsWith("holds what identifies"))
    ? "\n  ingest or import again with --hide, or build with --keep-hosts when names of machines may be read by anyone"
    : "";
  return `the site is not fit to publish, ${findings.length} finding${findings.length === 1 ? "" : "s"}\n${lines.join("\n")}${remedy}`;
}

function hostCounts(links: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const link of links) {
    const {host} = new URL(link, "https://report.invalid/");
    counts.set(host, (counts.get(host) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([host, n]) => `${host} ${n}`)
    .join(", ");
}
