import {expect, it} from "vitest";
import {html, raw} from "./markup.js";

it("escapes every value that is not markup", () => {
  const hostile = `"><script>alert('x')</script>&`;
  expect(html`<p title="${hostile}">${hostile}</p>`.source).toBe(
    `<p title="&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;">&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;</p>`
  );
});

it("keeps markup, joins lists, prints nothing for null and false, and zero for zero", () => {
  expect(
    html`<ul>
        ${[1, 2].map((n) => html`<li>${n}</li>`)}
      </ul>
      ${null}${false}${0}${raw("<hr>")}`.source
  ).toBe("<ul><li>1</li><li>2</li></ul>0<hr>");
});

it("folds the line breaks of the template, and keeps those of a value", () => {
  expect(
    html`<i
    class="a">b
    c</i>`.source
  ).toBe('<i class="a">b c</i>');
  expect(
    html`<p>
    ${"a\nb"}
  </p>`.source
  ).toBe("<p>a\nb</p>");
});
