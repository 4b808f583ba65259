import {claim, notTestable} from "../model/claims/claim.js";
import {compare, spreadOf} from "../model/claims/compare.js";
import {streamsIn} from "./cost-rows.js";
import {Missing} from "../model/claims/missing.js";
import {costAt} from "./price.js";
import {sameStreams} from "./streams.js";
import {digits, say} from "../model/claims/words.js";

export const costOneFifth = claim({
  id: "cost-one-fifth",
  said: {share: /one (half|third|quarter|fifth|sixth|eighth|tenth) of/},
  zh: ({share}) => `这只是 A100 云实例的 1/${digits(1 / share)}`,
  depends_on: ["prices", "utilisation", "electricity_price_per_kwh", "run_spread", "readings"],
  settles: say(
    () => "Throughput of both at one load, and one kind of price.",
    () => "两者在同一负载下的吞吐，以及同类价格。"
  ),
  find(c, {share}) {
    const rows = streamsIn(c);
    const four = rows.find(({row}) => row.source_gpu === "4090d-x4");
    const a100 = rows.find(({row}) => row.gpu.startsWith("a100"));
    if (four === undefined || a100 === undefined)
      throw new Missing({en: "table 5.1 lacks one of the two rows", zh: "表 5.1 缺少其中一行"});
    const printed = c.read(four.row, "cost_cny_per_mtok_output") / c.read(a100.row, "cost_cny_per_mtok_output");
    const [x, y] = [costAt(c, four.row, four.throughput), costAt(c, a100.row, a100.throughput)];
    const [p, q] = [costAt(c, four.row, four.per_stream), costAt(c, a100.row, a100.per_stream)];
    if (x === null || y === null || p === null || q === null)
      return notTestable(
        "no_price",
        say(
          () => "A price is missing.",
          () => "缺少价格。"
        )
      );
    const {run_spread, readings} = c.assumptions;
    const asRows = spreadOf(x / y, run_spread);
    const even = spreadOf(p / q, run_spread);
    c.figure({en: "Ratio of the printed costs", zh: "所印成本之比"}, printed, null);
    c.figure({en: "Ratio from price and throughput", zh: "由价格与吞吐得到的比"}, asRows.value, null, asRows, "spread");
    c.figure({en: "Ratio, stream for stream", zh: "同为一路时的比"}, even.value, null, even, "spread");
    const [least, most] = [share * (1 - readings.about_share), share * (1 + readings.about_share)];
    const outcomes = [asRows, even].map((r) => {
      const ends = [compare(r, "≥", least), compare(r, "≤", most)];
      return ends.includes("fails") ? "fails" : ends.includes("crosses") ? "crosses" : "holds";
    });
    const inequality = `${digits(x)} / ${digits(y)} = ${digits(asRows.value)} ${outcomes[0] === "fails" ? "≠" : "≈"} ${digits(share)}; ${digits(p)} / ${digits(q)} = ${digits(even.value)} ${outcomes[1] === "fails" ? "≠" : "≈"} ${digits(share)}`;
    const because = say(
      (n) =>
        `The printed costs stand at ${digits(printed)}. From price and throughput it is ${n(x, "CNY")} over ${n(y, "CNY")}, ${digits(asRows.value)}; stream for stream ${n(p, "CNY")} over ${n(q, "CNY")}, ${digits(even.value)}. “1/${digits(1 / share)}” is read as ${digits(least)} to ${digits(most)}.`,
      (n) =>
        `所印成本之比为 ${digits(printed)}。由价格与吞吐算得 ${n(x, "CNY")} 比 ${n(y, "CNY")}，即 ${digits(asRows.value)}；同为一路时 ${n(p, "CNY")} 比 ${n(q, "CNY")}，即 ${digits(even.value)}。“1/${digits(1 / share)}”按 ${digits(least)} 到 ${digits(most)} 理解。`
    );
    const base = {by: "published", because, n_runs: 1, inequality} as const;
    const fair = sameStreams(four, a100) ? outcomes[0] : outcomes[1]; // equal load only counts where the rows have it
    if (outcomes[0] === "fails" && fair === "fails")
      return {verdict: "refuted", strength: "self-consistent", reason: "arithmetic", ...base};
    if (outcomes[0] === "holds" && fair === "holds")
      return {verdict: "supported", strength: "self-consistent", reason: "holds", ...base};
    return {...notTestable("interval_crosses", because, inequality), n_runs: 1};
  }
});
