import {expect, test} from "vitest";
import {tags} from "./tags.js";

const named = (html: string): string[] => tags(html).map(({name}) => name);

test("tags names every start tag in order and skips comments", () => {
  expect(named(`<p><b>x</b></p><!-- <i> --><svg viewBox="0 0 1 1"><linearGradient/></svg>`)).toEqual([
    "p",
    "b",
    "svg",
    "lineargradient"
  ]);
});

test("tags reads attributes in all three quotings and resolves references", () => {
  const [tag] = tags(`<a href="?a=1&amp;b=&#20013;&#x6587;" title='say "x"' id=top hidden>`);
  expect(Object.fromEntries(tag?.attributes ?? [])).toEqual({
    href: "?a=1&b=中文",
    title: 'say "x"',
    id: "top",
    hidden: ""
  });
});

test("tags does not look inside a script or a style, and gives their text", () => {
  const [script, style, ...rest] = tags(`<script type="module">if (a<b) "<p>"</script><style>a>b{}</style>`);
  expect(script?.content).toBe('if (a<b) "<p>"');
  expect(style?.content).toBe("a>b{}");
  expect(rest).toEqual([]);
});

test("an attribute may hold a greater-than sign", () => {
  expect(named(`<p title="a > b"><i>`)).toEqual(["p", "i"]);
});
