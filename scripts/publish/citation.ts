import {stringify} from "yaml";

/** CITATION.cff (version 1.2.0) of one build: what it is, its data's hash, when it was published, under which terms. */
export function citationCff({hash, published, title}: {hash: string; published: string; title: string}): string {
  return stringify({
    "cff-version": "1.2.0",
    message: "If you use this report or its data, please cite it by the hash of its data.",
    type: "dataset",
    title,
    authors: [{name: "Sweepbook"}],
    version: hash,
    "date-released": published,
    identifiers: [
      {
        type: "other",
        value: `sweepbook:${hash}`,
        description: "first digits of the SHA-256 over the list of data files (data/files.json)"
      }
    ],
    license: "CC-BY-4.0",
    abstract:
      "Measured, published, predicted and bounded numbers on which GPU should serve a language model. Report and data: CC-BY-4.0 (LICENSE-DATA). Code: Apache-2.0 (LICENSE)."
  });
}
