/**
 * True for pages that are built of the same figures and blocks as others: of runs but one, and Chinese ones but Home. Checks that take
 * seconds a page leave them to the night.
 */
export function isAlike(path: string): boolean {
  return /(?:^|\/)runs\/(?!h100-core\.html$)/.test(path) || (path.startsWith("zh/") && path !== "zh/index.html");
}
