import {nearest} from "../loaders/nearest.js";
import {studyBlocks} from "../src/components/blocks/index.js";
import {figures} from "../src/components/figures/index.js";
import type {Env, Figure} from "../src/components/view.js";
import type {Dataset} from "../src/model/dataset.js";
import {Problem} from "../src/model/problem.js";
import {scopeOfStudy, studyAssumptions} from "../src/model/scope.js";
import type {Study} from "../src/model/study.js";
import {renderScope} from "./render.js";

/** Figures that speak of a source's printed numbers, of the validation, or of a choice that only a page makes. */
const ofTheReport = new Set(["cost-printed", "published-bound", "energy-printed", "validation", "foretold"]);

/** The names of a study's fragments begin with this. */
const studyScope = (name: string): string => `studies/${name}/`;

/**
 * Renders a study's figures and blocks under its own load, limit and prices. Every figure that a page may call is there; one
 * without its rows says what it waits for.
 */
export function renderStudy(
  data: Dataset,
  study: Study,
  files: Env["files"],
  fragmentsDir: string,
  figuresDir: string
): void {
  const {asks, name} = study;
  if (asks === null) return;
  const scoped = scopeOfStudy(data, {name, asks});
  const assumptions = studyAssumptions(asks);
  renderScope(
    studyScope(name),
    {figures: figuresOf(study).map((figure) => ({figure, data: scoped, name: figure.id})), blocks: studyBlocks},
    {data: scoped, assumptions, studies: [study], ...(files === undefined ? {} : {files})},
    fragmentsDir,
    figuresDir
  );
}

/** The figures that a study names, or all that can apply; a Problem with the nearest name for one that is not there. */
function figuresOf({name, asks}: Study): readonly Figure[] {
  const all = figures.filter(({id}) => !ofTheReport.has(id));
  if (asks === null || asks.figures.length === 0) return all;
  const ids = all.map(({id}) => id);
  return asks.figures.map((id) => {
    const found = all.find((figure) => figure.id === id);
    if (found !== undefined) return found;
    const meant = nearest(id, ids);
    throw new Problem("no such figure", {
      where: `data/studies/${name}.yaml`,
      value: id,
      remedy: meant === null ? `known: ${ids.join(", ")}` : `did you mean ${meant}?`
    });
  });
}
