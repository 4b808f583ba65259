/** A data file of the report; in the preview it lies below `_file`. */
export async function fetchJson<T>(root: string, path: string): Promise<T> {
  for (const address of [root + path, `${root}_file/${path}`]) {
    const answer = await fetch(address);
    if (answer.ok) return (await answer.json()) as T;
  }
  throw new Error(`not found: ${path}`);
}
