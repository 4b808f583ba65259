import type {Article} from "../src/model/article.js";
import {noArticle, workloadsOf} from "../src/model/scope.js";
import type {PointRow} from "../src/model/tables/points.js";
import type {PublishedRow} from "../src/model/tables/published.js";
import {articleFiles, loadArticle} from "./article.js";
import {sourceFolder} from "./source-folder.js";

/** Paths of the files that state the source under examination; none where there is no source. */
export function sourcePaths(root: string): string[] {
  const folder = sourceFolder(root);
  return folder === null ? [] : articleFiles(folder);
}

/**
 * The source under examination with its printed rows; where no study has one, a source that asserts and prints nothing, at the
 * workload that most of the points have.
 */
export function loadSource(root: string, points: readonly PointRow[]): {article: Article; published: PublishedRow[]} {
  const folder = sourceFolder(root);
  if (folder !== null) return loadArticle(root, folder);
  const [workload] = workloadsOf(points);
  return {article: noArticle(workload ?? {model: "", input_tokens: 1, output_tokens: 1}), published: []};
}
