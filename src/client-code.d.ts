// scripts/client-code.ts bundles src/components/client/ into src/client/, whose files pages load on demand.
declare module "*/client/assume.js" {
  export const start: (typeof import("./components/client/assume.js"))["start"];
}
declare module "*/client/plan.js" {
  export const start: (typeof import("./components/client/plan.js"))["start"];
}
declare module "*/client/provenance.js" {
  export const open: (typeof import("./components/client/provenance.js"))["open"];
}
