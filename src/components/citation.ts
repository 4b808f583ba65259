/** One figure's citation, in words and in BibTeX: its title, the report, the hash of its data, the address it was read at. */
export function citation(document: Document, id: string): string {
  const figure = document.getElementById(id);
  const title = (figure?.querySelector(".figure-title")?.firstChild?.textContent ?? id).trim().replace(/[{}\\]/g, "");
  const meta = (name: string): string => document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? "";
  const [hash, date] = [meta("sweepbook-data"), meta("sweepbook-date")];
  const url = new URL(`#${id}`, document.baseURI).href;
  return `Sweepbook (${date.slice(0, 4)}). ${title}. Data ${hash}, newest measurement ${date}. ${url}

@misc{sweepbook-${id}-${hash},
  title = {${title}},
  author = {{Sweepbook}},
  year = {${date.slice(0, 4)}},
  note = {Data ${hash}, newest measurement ${date}},
  url = {${url}}
}`;
}
