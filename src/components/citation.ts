/** BibTeX of one figure: its title, the report, the hash of its data and the address at which it was read. */
export function citation(document: Document, id: string): string {
  const figure = document.getElementById(id);
  const title = (figure?.querySelector(".figure-title")?.firstChild?.textContent ?? id).trim().replace(/[{}\\]/g, "");
  const hash = document.querySelector<HTMLMetaElement>('meta[name="sweepbook-data"]')?.content ?? "";
  const date = document.querySelector<HTMLMetaElement>('meta[name="sweepbook-date"]')?.content ?? "";
  const url = new URL(`#${id}`, document.baseURI).href;
  return `@misc{sweepbook-${id}-${hash},
  title = {${title}},
  author = {{Sweepbook}},
  year = {${date.slice(0, 4)}},
  note = {Data ${hash}, newest measurement ${date}},
  url = {${url}}
}`;
}
