import {isAssumptionKey} from "../model/assumptions-url.js";

/** The address with the assumptions of `query` in place of its own; all else of it stays. */
export function withAssumptions(address: string, query: URLSearchParams): string {
  const url = new URL(address);
  for (const key of [...url.searchParams.keys()].filter(isAssumptionKey)) url.searchParams.delete(key);
  for (const [key, value] of query) url.searchParams.set(key, value);
  return url.href;
}

/** The assumptions that an address carries; empty for the defaults. */
export function assumptionsIn(search: string): URLSearchParams {
  return new URLSearchParams([...new URLSearchParams(search)].filter(([key]) => isAssumptionKey(key)));
}

/** Lets every link to a page of the report carry the assumptions, so that they survive pages and languages. */
export function carry(root: string, query: URLSearchParams): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[href]")) carryOne(link, root, query);
}

/** Links that come later, such as those of the search, take the assumptions when they are followed. */
export function carryOnClick(root: string): void {
  document.addEventListener(
    "click",
    ({target}) => {
      const link = target instanceof Element ? target.closest<HTMLAnchorElement>("a[href]") : null;
      if (link !== null) carryOne(link, root, assumptionsIn(location.search));
    },
    {capture: true}
  );
}

function carryOne(link: HTMLAnchorElement, root: string, query: URLSearchParams): void {
  if (!link.href.startsWith(root) || link.hasAttribute("download")) return;
  if (link.getAttribute("href")!.startsWith("#")) return; // a place of this very page
  const {pathname} = new URL(link.href);
  if (!/(?:\/|\.html|\/[^.]*)$/.test(pathname)) return; // a file
  const next = withAssumptions(link.href, query);
  if (next !== link.href) link.href = next;
}
