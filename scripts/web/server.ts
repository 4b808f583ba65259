import {createServer, type IncomingMessage, type ServerResponse} from "node:http";
import {readFile, stat} from "node:fs/promises";
import type {AddressInfo} from "node:net";
import {extname, join, resolve, sep} from "node:path";
import {promisify} from "node:util";
import {gzip} from "node:zlib";
import {Problem} from "../../src/model/problem.js";

const types: Readonly<Record<string, string>> = {
  ".arrow": "application/vnd.apache.arrow.file",
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".md": "text/markdown; charset=utf-8",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".svg": "image/svg+xml; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
  ".yaml": "text/yaml; charset=utf-8"
};

/** Kinds of files that compression does not make smaller. */
const compressed = new Set([".pdf", ".png", ".woff2", ".gz", ".br", ".zip"]);

const compress = promisify(gzip);

export interface StaticServer {
  /** Address with the base path, and a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

export interface StaticOptions {
  /** Folder to serve. */
  readonly dir: string;
  /** Path below which the folder appears: begins and ends with a slash. */
  readonly base?: string;
  /** 0 takes any free port. */
  readonly port?: number;
  readonly host?: string;
}

/**
 * Serves a folder as plain hosts do: index.html of a folder, `.html` left out, 404.html if there is one; text
 * compressed with gzip. A browser asks again each time and is told when nothing has changed.
 */
export async function serveStatic({
  dir,
  base = "/",
  port = 0,
  host = "127.0.0.1"
}: StaticOptions): Promise<StaticServer> {
  const root = resolve(dir);
  if (!(await stat(root).catch(() => null))?.isDirectory()) {
    throw new Problem("no such folder", {value: dir, remedy: "run npm run build first"});
  }
  const server = createServer((request, response) => {
    answer({root, base}, request, response).catch((error: unknown) => response.destroy(asError(error)));
  });
  await new Promise<void>((done, failed) => {
    server.once("error", (error: NodeJS.ErrnoException) => failed(listenProblem(error, port)));
    server.listen(port, host, done);
  });
  const {port: bound} = server.address() as AddressInfo;
  return {
    url: `http://${host}:${bound}${base}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      })
  };
}

interface Site {
  readonly root: string;
  readonly base: string;
}

async function answer({root, base}: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.writeHead(405, {allow: "GET, HEAD"}).end();
    return;
  }
  const {pathname, search} = new URL(request.url ?? "/", "http://localhost");
  const path = decodedPath(pathname);
  if (path !== null && `${path}/` === base) {
    response.writeHead(308, {location: base + search}).end();
    return;
  }
  const found = path?.startsWith(base) ? await find(root, path.slice(base.length)) : null;
  if (found === "folder") {
    response.writeHead(308, {location: `${pathname}/${search}`}).end();
    return;
  }
  const file = found ?? (await isFile(join(root, "404.html")));
  if (file === null) {
    response.writeHead(404, {"content-type": "text/plain; charset=utf-8"}).end("not found\n");
    return;
  }
  const {mtimeMs, size} = await stat(file);
  const zipped =
    !compressed.has(extname(file)) && /\bgzip\b/.test(request.headers["accept-encoding"]?.toString() ?? "");
  const etag = `"${Math.round(mtimeMs).toString(36)}-${size.toString(36)}${zipped ? "-gz" : ""}"`;
  const headers = {etag, "cache-control": "no-cache", vary: "accept-encoding"};
  if (found !== null && request.headers["if-none-match"] === etag) {
    response.writeHead(304, headers).end();
    return;
  }
  const content = await readFile(file);
  const body = zipped ? await compress(content) : content;
  response.writeHead(found === null ? 404 : 200, {
    ...headers,
    "content-type": types[extname(file)] ?? "application/octet-stream",
    "content-length": body.length,
    ...(zipped ? {"content-encoding": "gzip"} : {})
  });
  response.end(request.method === "HEAD" ? undefined : body);
}

/** The file for a path below the base; "folder" when a slash is missing at its end. */
async function find(root: string, path: string): Promise<string | null> {
  const file = resolve(root, path);
  if (file !== root && !file.startsWith(root + sep)) return null;
  if (path === "" || path.endsWith("/")) return isFile(join(file, "index.html"));
  const exact = (await isFile(file)) ?? (await isFile(`${file}.html`));
  if (exact !== null) return exact;
  return (await isFile(join(file, "index.html"))) === null ? null : "folder";
}

async function isFile(file: string): Promise<string | null> {
  return (await stat(file).catch(() => null))?.isFile() ? file : null;
}

function decodedPath(pathname: string): string | null {
  try {
    const path = decodeURIComponent(pathname);
    return path.includes("\0") ? null : path;
  } catch {
    return null; // not UTF-8: names no file
  }
}

function listenProblem(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === "EADDRINUSE") {
    return new Problem("the port is in use", {value: port, remedy: "give another with --port, or 0 for any"});
  }
  if (error.code === "EACCES") {
    return new Problem("the port needs more rights", {value: port, remedy: "give one above 1023 with --port"});
  }
  return error;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
