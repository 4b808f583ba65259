/** What the framework writes in English, and cannot be told otherwise. */
const words = {
  en: {lang: "en", pages: "Pages", toggle: "Toggle sidebar", search: "Search", contents: "Contents", copy: "Copy code"},
  zh: {lang: "zh-CN", pages: "页面", toggle: "显示或隐藏侧栏", search: "搜索", contents: "目录", copy: "复制代码"}
} as const;

/**
 * Completes one page as the framework wrote it: the language of the page, its sidebar and the framework's own words;
 * names for landmarks; zooming allowed; no time of writing; downloads named. `file` is the path below dist.
 * Throws when the framework's output is not as expected, for a silent miss would show only in the browser.
 */
export function localised(file: string, html: string): string {
  const lang = file.startsWith("zh/") ? "zh" : "en";
  const word = words[lang];
  let page = replaced(html, "<html>", `<html lang="${word.lang}">`);
  page = replaced(page, ", maximum-scale=1", "");
  page = withoutTimes(page)
    .replaceAll(" data-download=", " download=")
    .replaceAll("<pre data-language=", '<pre tabindex="0" data-language=');
  if (page.includes('<nav id="observablehq-sidebar">')) page = sidebar(file, page, lang);
  return page
    .replace(
      /(<aside id="observablehq-toc"[^>]*>\n)<nav>(\n<div>)([^<]*)<\/div>/,
      (_, start: string, middle: string, given: string) => {
        const label = given === words.en.contents ? word.contents : given; // a page may name its own
        return `${start}<nav aria-label="${label}">${middle}${label}</div>`;
      }
    )
    .replace(/<aside id="observablehq-toc"[^>]*>\n<nav>\n<\/nav>\n<\/aside>\n/, "");
}

/** True in the browser on a page in Chinese. */
const inChinese = 'document.documentElement.lang.startsWith("zh")';

/** The framework's client, with the words that it writes into a page in the page's language. */
export function localisedClient(code: string): string {
  const toggle = replaced(
    code,
    "`Toggle sidebar ${",
    `\`\${${inChinese}?"${words.zh.toggle}":"${words.en.toggle}"} \${`
  );
  return replaced(
    toggle,
    `'<button title="${words.en.copy}"`,
    `'<button title="'+(${inChinese}?"${words.zh.copy}":"${words.en.copy}")+'"`
  );
}

/**
 * Style sheets whose rules for an open sidebar hold wherever the toggle stands: the framework wants it beside the
 * sidebar, outside all landmarks.
 */
export function sidebarStyle(css: string): string {
  return css.replace(/#observablehq-sidebar-toggle(:[\w-]+)\s*~\s*/g, "body:has(#observablehq-sidebar-toggle$1) ");
}

/** The search client of the framework, with results in the language of the page alone, and said in that language. */
export function localisedSearch(code: string): string {
  const filter = `filter:d=>d.id.startsWith("/zh/")===${inChinese}`;
  let client = replaced(code, "boost:{title:4,keywords:4}", `${filter},boost:{title:4,keywords:4}`);
  client = replaced(client, '"<div>no results</div>"', `(${inChinese}?"<div>没有结果</div>":"<div>no results</div>")`);
  return replaced(
    client,
    /(\w+)\.length\.toLocaleString\("en-US"\)\} result\$\{\1\.length===1\?"":"s"\}/,
    `${inChinese}?$1.length+" 条结果":$1.length+($1.length===1?" result":" results")}`
  );
}

/** Times of writing, which differ between two builds of the same sources. */
export function withoutTimes(code: string): string {
  return code.replace(/,?\s*"lastModified":\s*[\d.]+/g, "");
}

/** One language's section without its heading, and a way home in the same language. */
function sidebar(file: string, html: string, lang: "en" | "zh"): string {
  const word = words[lang];
  const other = lang === "zh" ? "English" : "中文";
  const own = lang === "zh" ? "中文" : "English";
  let page = html.replace(section(other), "").replace(section(own), "\n  <ol>$1</ol>");
  page = replaced(page, 'title="Toggle sidebar"', `title="${word.toggle}" aria-label="${word.toggle}"`);
  page = replaced(
    page,
    '<nav id="observablehq-sidebar">',
    `<nav id="observablehq-sidebar" aria-label="${word.pages}">`
  );
  page = page
    .replace(
      /<input id="observablehq-sidebar-toggle"[^>]*>\s*<label id="observablehq-sidebar-backdrop"[^>]*><\/label>/,
      `<div role="region" aria-label="${word.toggle}">$&</div>`
    )
    .replace(
      /<label id="observablehq-sidebar-close"[^>]*><\/label>/,
      '<li aria-hidden="true" style="display: contents">$&</li>'
    )
    .replace('placeholder="Search"', `placeholder="${word.search}" aria-label="${word.search}"`);
  if (lang === "en") return page;
  const active = file === "zh/index.html" ? " observablehq-link-active" : "";
  return page.replace(
    /(<label id="observablehq-sidebar-close"[^>]*><\/label><\/li>\s*<li class="observablehq-link)("><a href=")([^"]*)/,
    (_, start: string, middle: string, href: string) => `${start}${active}${middle}${withinLanguage(href)}`
  );
}

/** The address of a language's home, from that of the site's: one folder less far up. */
function withinLanguage(href: string): string {
  return href.startsWith("../../") ? href.slice("../".length) : href.replace(/^\.\.\//, "./");
}

function section(name: string): RegExp {
  return new RegExp(`\\n {2}<section[^>]*>\\s*<summary>${name}</summary>\\s*<ol>([\\s\\S]*?)</ol>\\s*</section>`);
}

function replaced(text: string, expected: string | RegExp, replacement: string): string {
  const result = text.replace(expected, replacement);
  if (result === text) throw new Error(`the framework's output has changed; not found: ${expected}`);
  return result;
}
