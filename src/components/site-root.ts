/** Address of the report's root, from that of a script of its: scripts lie one or two folders below `_import`. */
export function siteRoot(script: string): string {
  return script.slice(0, script.lastIndexOf("/_import/") + 1);
}

/** Address of a page of the report: "/zh/claims" is zh/claims.html below the root. */
export function pageAddress(root: string, path: string): string {
  const bare = path.replace(/^\//, "");
  return root + (bare === "" || bare.endsWith("/") ? `${bare}index.html` : /\.\w+$/.test(bare) ? bare : `${bare}.html`);
}
