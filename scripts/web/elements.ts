import type {Finding} from "./finding.js";
import {tags} from "./tags.js";

const html = `a abbr address area article aside audio b base bdi bdo blockquote body br button canvas caption cite code col
  colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure footer form h1 h2 h3 h4
  h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main map mark menu meta meter nav
  noscript object ol optgroup option output p picture pre progress q rp rt ruby s samp script search section select slot
  small source span strong style sub summary sup table tbody td template textarea tfoot th thead time title tr track u ul
  var video wbr`;
const svg = `svg circle clippath defs desc ellipse fegaussianblur filter foreignobject g image line lineargradient marker mask
  path pattern polygon polyline radialgradient rect set stop switch symbol text textpath tspan use view`;

const known = new Set(`${html} ${svg}`.split(/\s+/));

/** Names that no element has: the sign of a space lost between a name and its attributes. Custom elements pass. */
export function unknownElements(file: string, page: string): Finding[] {
  const names = new Set(
    tags(page)
      .map(({name}) => name)
      .filter((name) => !known.has(name) && !name.includes("-"))
  );
  return [...names].map((value) => ({file, rule: "no such element", value}));
}
