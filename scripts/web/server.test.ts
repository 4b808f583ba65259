import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {connect} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {serveStatic, type StaticServer} from "./server.js";

const folder = mkdtempSync(join(tmpdir(), "server-"));
let server: StaticServer;

beforeAll(async () => {
  mkdirSync(join(folder, "site", "zh"), {recursive: true});
  writeFileSync(join(folder, "secret.txt"), "secret");
  writeFileSync(join(folder, "site", "index.html"), "home");
  writeFileSync(join(folder, "site", "results.html"), "results ".repeat(200));
  writeFileSync(join(folder, "site", "zh", "index.html"), "首页");
  writeFileSync(join(folder, "site", "a.arrow"), "ARROW1");
  server = await serveStatic({dir: join(folder, "site"), base: "/report/base/"});
});
afterAll(async () => {
  await server.close();
  rmSync(folder, {recursive: true});
});

const get = (path: string, init?: RequestInit): Promise<Response> =>
  fetch(new URL(path, server.url), {redirect: "manual", ...init});

test.each([
  ["", "home", "text/html; charset=utf-8"],
  ["index.html", "home", "text/html; charset=utf-8"],
  ["zh/", "首页", "text/html; charset=utf-8"],
  ["results?slo=1", "results ".repeat(200), "text/html; charset=utf-8"],
  ["a.arrow", "ARROW1", "application/vnd.apache.arrow.file"]
])("serves %s", async (path, text, type) => {
  const response = await get(path);
  expect([response.status, response.headers.get("content-type"), await response.text()]).toEqual([200, type, text]);
});

test("a folder without its slash leads to the folder, so that relative links hold", async () => {
  expect((await get("zh")).headers.get("location")).toBe("/report/base/zh/");
  expect((await get("/report/base")).headers.get("location")).toBe("/report/base/");
});

test("what is not there is 404, in the site and outside its base", async () => {
  expect((await get("none")).status).toBe(404);
  expect((await get("/")).status).toBe(404);
  expect((await get("%E4%B8")).status).toBe(404);
});

test("no path leads out of the folder", async () => {
  const {port} = new URL(server.url);
  const answer = await new Promise<string>((resolve) => {
    let text = "";
    const socket = connect(Number(port), "127.0.0.1", () => {
      socket.write("GET /report/base/..%2fsecret.txt HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    });
    socket.on("data", (chunk) => (text += String(chunk))).on("end", () => resolve(text));
  });
  expect(answer).toMatch(/^HTTP\/1.1 404/);
});

test("text is compressed, and a browser is told when nothing has changed", async () => {
  const response = await get("results.html", {headers: {"accept-encoding": "gzip"}});
  expect(response.headers.get("content-encoding")).toBe("gzip");
  expect(Number(response.headers.get("content-length"))).toBeLessThan(200);
  const etag = response.headers.get("etag");
  const again = await get("results.html", {headers: {"accept-encoding": "gzip", "if-none-match": etag ?? ""}});
  expect(again.status).toBe(304);
});

test("only reading is allowed", async () => {
  expect((await get("", {method: "POST"})).status).toBe(405);
  const head = await get("", {method: "HEAD"});
  expect([head.status, await head.text()]).toEqual([200, ""]);
});

test("a folder that is not there is told with its remedy", async () => {
  await expect(serveStatic({dir: join(folder, "none")})).rejects.toThrow("run npm run build first");
});

test("a port in use is told", async () => {
  const port = Number(new URL(server.url).port);
  await expect(serveStatic({dir: folder, port})).rejects.toThrow("the port is in use");
});
