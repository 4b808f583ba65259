import type {PointRow} from "../tables/points.js";
import {fail, notChecked, pass, type Check} from "./audit-row.js";
import type {PointContext} from "./point-context.js";

type PointCheck = Check<PointRow, PointContext>;

/** The loader compares every file with the manifest's hash and says so among a point's problems. */
export const tampering: PointCheck = {
  name: "tampering",
  label: {en: "Files as stored", zh: "文件未改动"},
  strikes: [],
  run({problems, sha256}) {
    if (/changed since it was stored|sha256/.test(problems ?? ""))
      return fail({en: `${problems}.`, zh: `文件与清单中的哈希不符：${problems}。`}, null, null);
    if (sha256 === "") return notChecked("The manifest lists no file of this point.", "清单中没有该点的文件。");
    return pass({
      en: `The stored file has the manifest's sha256 ${sha256.slice(0, 12)}.`,
      zh: `存储文件的 sha256 与清单一致：${sha256.slice(0, 12)}。`
    });
  }
};

/** What a tool prints must follow from the arrays it kept. */
export const recomputed: PointCheck = {
  name: "recomputed",
  label: {en: "Printed numbers recomputed", zh: "重算所印数字"},
  strikes: [],
  run({problems, status}) {
    if (status !== "ok") return notChecked("The point carries no number.", "该点没有可用数字。");
    const wrong = (problems ?? "")
      .split("; ")
      .filter((problem) => / is printed as | but the result says | but from the first start /.test(problem));
    return wrong.length > 0
      ? fail({en: `${wrong.join("; ")}.`, zh: `所印数字与数组不符：${wrong.join("；")}。`}, wrong.length, 0)
      : pass({en: "The tool's summary follows from its arrays.", zh: "工具的汇总与其数组一致。"}, 0, 0);
  }
};
