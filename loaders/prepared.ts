import {readFileSync} from "node:fs";
import {join} from "node:path";
import {tables, type Dataset, type TableName} from "../src/model/dataset.js";
import {Problem} from "../src/model/problem.js";
import {fromArrow} from "./arrow.js";

/** Beside the tables: the article, the models, the claims, the presets, and what describes the tables themselves. */
export const articleFile = "article.json";
export const modelsFile = "models.json";
export const claimsFile = "claims.json";
export const presetsFile = "presets.json";
export const filesFile = "files.json";

/** The data set as prepare() left it. Fast: nothing is recomputed. A Problem when it was not prepared. */
export function readPrepared(outDir: string): Dataset {
  const rows = Object.fromEntries(
    (Object.keys(tables) as TableName[]).map((name) => [
      name,
      fromArrow(tables[name], read(outDir, `${name}.arrow`), `${name}.arrow`)
    ])
  );
  const [article, models, claims, presets] = [articleFile, modelsFile, claimsFile, presetsFile].map(
    (file) => JSON.parse(read(outDir, file).toString()) as unknown
  );
  return {...rows, article, models, claims, presets} as unknown as Dataset;
}

function read(outDir: string, file: string): Buffer {
  try {
    return readFileSync(join(outDir, file));
  } catch (error) {
    throw new Problem("the tables are not prepared", {where: file, remedy: "run npm run build", error});
  }
}
