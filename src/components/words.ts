import type {Lang, Text} from "../model/text.js";
import type {Kind} from "./view.js";

/** Words of the frame around figures and tables; everything else lives in the metric registry or with its figure. */
export const words = {
  source: {en: "Source", zh: "来源"},
  table: {en: "Table and files", zh: "数据表与文件"},
  method: {en: "How this was computed", zh: "计算方法"},
  cite: {en: "Cite", zh: "引用"},
  embed: {en: "Embed", zh: "嵌入"},
  link: {en: "Link to this figure", zh: "此图的链接"},
  empty: {en: "Nothing to draw yet.", zh: "暂无可绘制的数据。"},
  tooSmall: {en: "n too small", zh: "样本太少"},
  notGiven: {en: "not given", zh: "未给出"},
  absent: {en: "(run not in the data)", zh: "（数据中没有该运行）"},
  scrolls: {en: "chart", zh: "图表"}
} as const satisfies Record<string, Text>;

export const kindWords: Record<Kind, Text> = {
  measured: {en: "measured", zh: "实测"},
  published: {en: "published", zh: "已发表"},
  predicted: {en: "predicted", zh: "预测"},
  simulated: {en: "simulated", zh: "模拟"},
  imported: {en: "imported", zh: "导入"},
  bound: {en: "bound", zh: "物理下限/上限"}
};

/** The word in the page's language. */
export function word(key: keyof typeof words, lang: Lang): string {
  return words[key][lang];
}

/** What stands between a label and what it labels: each language has its own colon. */
export const colon: Record<Lang, string> = {en: ": ", zh: "："};
