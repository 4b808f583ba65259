import type {Dataset} from "../model/dataset.js";
import {configurationName} from "./configuration.js";
import {seriesOf, type Series} from "./palette.js";

/** How a configuration is drawn: colour and symbol of its GPUs, dashes for weights under 16 bits. */
export interface Drawn extends Series {
  readonly dash: string | null;
}

const sixteenBit = new Set(["bf16", "fp16"]);

/** The drawn series of a configuration; its label names the precision when it is not a 16-bit one. */
export function drawnSeries(
  data: Dataset,
  configuration: {gpu: string; gpus: number; precision: string; copies?: number}
): Drawn {
  const {gpu, gpus, precision, copies = 1} = configuration;
  const series = seriesOf(data.hardware, gpu, gpus);
  return {
    ...series,
    symbol: copies === 1 ? series.symbol : "plus",
    label: configurationName(data, configuration),
    dash: sixteenBit.has(precision) ? null : "6,4"
  };
}
