import {expect, test} from "vitest";
import {frameOf, withFrame} from "./frames.js";

const frame = {head: "<meta name=a>", header: `<a href="/zh/cost">zh</a>`, footer: `<a href="/method">how</a>`};
const page = `<link rel="modulepreload" href="./a.js">
<script type="module">

import "./client.js";
</script>
<div id="observablehq-center">
<main id="observablehq-main" class="observablehq">
<script type="module" src="./_import/enhance.js"></script>
<h1>T</h1></main>
</div>`;

test("withFrame puts the frame around a page, its links from the page and its script in the head", () => {
  expect(withFrame("cost.html", page, frame)).toBe(`<link rel="modulepreload" href="./a.js">
<meta name=a><script type="module" src="./_import/enhance.js"></script>
<script type="module">

import "./client.js";
</script>
<div id="observablehq-center">
<header id="observablehq-header">
<a href="./zh/cost.html">zh</a>
</header>
<main id="observablehq-main" class="observablehq">
<h1>T</h1></main>
<footer id="observablehq-footer">
<div><a href="./method.html">how</a></div>
</footer>
</div>`);
});

test("withFrame refuses a page that is not laid out as it knows", () => {
  expect(() => withFrame("cost.html", "<p>other</p>", frame)).toThrow("the framework's output has changed");
});

test("frameOf finds a page's frame by its file; a home is known by its folder, too", () => {
  const frames = {"/zh/": frame, "/cost": frame};
  expect(frameOf(frames, "zh/index.html")).toBe(frame);
  expect(frameOf(frames, "cost.html")).toBe(frame);
  expect(() => frameOf(frames, "plan.html")).toThrow("no frame was prepared for plan.html");
});
