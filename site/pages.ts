/** One page of the report: the same path serves both languages, Chinese below /zh. */
export interface PageEntry {
  /** Path in English, without extension: "/" or "/results". */
  readonly path: string;
  readonly title_en: string;
  readonly title_zh: string;
  /** The question that the page answers. */
  readonly question_en: string;
  readonly question_zh: string;
  /** Speaks of a published source: stands in the report only while a study examines one. */
  readonly of_source?: true;
}

/** The report's pages, in reading order. */
export const pages: readonly PageEntry[] = [
  {
    path: "/",
    of_source: true,
    title_en: "Answer",
    title_zh: "结论",
    question_en: "Which GPU for this model, and does the article's advice hold?",
    question_zh: "这个模型该用哪种 GPU，文章的建议站得住吗？"
  },
  {
    path: "/results",
    of_source: true,
    title_en: "Results",
    title_zh: "性能结果",
    question_en: "How fast is each?",
    question_zh: "各自有多快？"
  },
  {
    path: "/cost",
    of_source: true,
    title_en: "Cost and energy",
    title_zh: "成本与能耗",
    question_en: "What does a million tokens cost, and what does a joule give?",
    question_zh: "一百万 token 要花多少钱，一焦耳能换来什么？"
  },
  {
    path: "/scenarios",
    of_source: true,
    title_en: "Scenarios",
    title_zh: "应用场景",
    question_en: "Would the three recommended set-ups work?",
    question_zh: "文章推荐的三种部署可行吗？"
  },
  {
    path: "/claims",
    of_source: true,
    title_en: "Claims",
    title_zh: "论断核查",
    question_en: "Which of the article's assertions survive?",
    question_zh: "文章的论断还有哪些成立？"
  },
  {
    path: "/audit",
    title_en: "Audit",
    title_zh: "数据审计",
    question_en: "Which numbers can be trusted?",
    question_zh: "哪些数字可信？"
  },
  {
    path: "/predictions",
    title_en: "Predictions",
    title_zh: "预测",
    question_en: "What would cards that were not measured do, and how wrong may that be?",
    question_zh: "没有测到的显卡会怎样，误差可能有多大？"
  },
  {
    path: "/compare",
    title_en: "Compare",
    title_zh: "对比",
    question_en: "What differs between A and B, and how sure is that?",
    question_zh: "A 与 B 有何不同，有多大把握？"
  },
  {
    path: "/explore",
    title_en: "Explore",
    title_zh: "自行探索",
    question_en: "Let me look myself.",
    question_zh: "让我自己看看数据。"
  },
  {
    path: "/plan",
    title_en: "Plan",
    title_zh: "选型规划",
    question_en: "What should I buy for my load?",
    question_zh: "为我的负载该买什么？"
  },
  {
    path: "/studies",
    title_en: "Studies",
    title_zh: "研究",
    question_en: "What does this report ask?",
    question_zh: "本报告在问什么？"
  },
  {
    path: "/runs",
    title_en: "Runs",
    title_zh: "运行",
    question_en: "What was measured, run by run?",
    question_zh: "每次运行测了什么？"
  },
  {
    path: "/method",
    title_en: "Method",
    title_zh: "方法",
    question_en: "How was it measured, computed and checked?",
    question_zh: "怎样测量、计算和检查？"
  },
  {
    path: "/changes",
    title_en: "Changes",
    title_zh: "变化",
    question_en: "What changed since the last published report?",
    question_zh: "自上次发布以来有何变化？"
  },
  {
    path: "/data",
    title_en: "Data",
    title_zh: "数据",
    question_en: "Give me the data.",
    question_zh: "数据在哪里下载？"
  },
  {
    path: "/interchange",
    title_en: "In and out",
    title_zh: "导入与导出",
    question_en: "How do my results come in, and how do these go out?",
    question_zh: "我的结果怎样读进来，这里的数据怎样用出去？"
  }
];

/** The page that stands at the site's root while no study examines a source. */
export const homeWithoutSource = "/studies";

/** The address of a page in a language: zh("/") is "/zh/", zh("/cost") is "/zh/cost". */
export function zh(path: string): string {
  return `/zh${path}`;
}
