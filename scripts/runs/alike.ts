import type {Manifest} from "../../loaders/manifest.js";

/**
 * What a run holds, whatever it is called: hashes of its results as the tools wrote them, so that neither compression nor
 * redaction tells two copies apart. A run without results is known by all its files.
 */
function contentOf({files}: Manifest): ReadonlySet<string> {
  const results = files.filter(({role}) => role === "result");
  return new Set((results.length === 0 ? files : results).map(({sha256}) => sha256));
}

/** Two runs that hold the same results. */
export interface Alike {
  readonly run: string;
  readonly of: string;
  /** Results that both hold. */
  readonly shared: number;
  /** Results of `run`. */
  readonly total: number;
}

/** Runs that hold results of a run before them; `shared` = `total` means that nothing of it is its own. */
export function alike(manifests: readonly Manifest[]): Alike[] {
  const known = manifests.map((manifest) => ({run: manifest.run, content: contentOf(manifest)}));
  return known.flatMap(({run, content}, i) =>
    known.slice(0, i).flatMap((before) => {
      const shared = [...content].filter((hash) => before.content.has(hash)).length;
      return shared === 0 ? [] : [{run, of: before.run, shared, total: content.size}];
    })
  );
}
