import {createHash} from "node:crypto";
import {expect, test} from "vitest";
import {againstPolicy, policyAlone, policyOf, withPolicy} from "./policy.js";

const sha = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const page = (body: string): string =>
  `<html><head>\n<meta charset="utf-8"><title>T</title></head><body>${body}</body></html>`;

test("only the scripts that stand in the page run, each once, and none from text", () => {
  const html = page(`<script>a()</script><script type="module">\r\nb()\r\n</script><script>a()</script>
    <script type="application/json">{}</script><script src="c.js"></script>`);
  const policy = policyOf(html);
  expect(policy).toContain(`script-src 'self' ${sha("a()")} ${sha("\nb()\n")}`);
  expect(policy).not.toContain(sha("{}"));
  expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe/);
});

test("a page that is one file may reach no host, not even its own", () => {
  expect(policyAlone(page("<script>a()</script>"))).toMatch(
    new RegExp(`script-src '${sha("a()").slice(1, -1).replace(/[+/]/g, "\\$&")}'$`)
  );
  expect(policyAlone(page("<p>still"))).not.toMatch(/script-src|'self'/);
});

test("the policy comes before all that it binds", () => {
  expect(withPolicy(page(""), "x")).toContain(
    `<head>\n<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="x"><title>`
  );
  expect(() => withPolicy("<html><head><title>", "x")).toThrow("character set");
});

test.each([
  [`<a onclick="x()">`, "handler in an attribute"],
  [`<svg ONLOAD=x>`, "handler in an attribute"],
  [`<a href="java\tscript:x()">`, "address that is code"],
  [`<a href=" JavaScript&#58;x()">`, "address that is code"],
  [`<svg><a xlink:href="data:text/html,<script>">`, "address that is code"],
  [`<iframe srcdoc="<script>">`, "page within an attribute"],
  [`<base href="https://a.example/">`, "moves the page's links"]
])("%s is refused", (html, rule) => {
  expect(againstPolicy("a.html", html).map((finding) => finding.rule)).toContain(rule);
});

test("ordinary links, pictures and downloads pass", () => {
  expect(
    againstPolicy(
      "a.html",
      `<a href="b.html#c"><img src="data:image/png;base64,AA"><a href="data:application/gzip;base64,AA">`
    )
  ).toEqual([]);
});
