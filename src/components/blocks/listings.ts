import {hardware} from "../../model/tables/hardware.js";
import {prices} from "../../model/tables/prices.js";
import {teller} from "../../model/text.js";
import {formatPrinted} from "../format.js";
import {tableHtml} from "../table.js";
import {declared, pick, type CellValue} from "../view.js";
import type {Block} from "./block.js";

const printed = (value: CellValue): string =>
  typeof value === "number" ? formatPrinted(value) : (value ?? "–").toString();

const long = new Set(["basis", "source"]);

/** Prices as their sources print them. */
export const priceTable: Block = {
  id: "prices",
  build({data, lang}) {
    const names = ["gpu", "gpus", "price_per_gpu_h", "currency", "basis", "source", "date"] as const;
    return tableHtml(
      {
        caption: teller(lang)("Prices per GPU-hour, in the currency of their source", "每卡小时价格（来源币种）"),
        columns: declared(prices, names, lang).map((column) => ({
          ...column,
          long: long.has(column.name),
          show: printed
        })),
        rows: pick(data.prices, names)
      },
      lang
    );
  }
};

/** Data sheet values that the bounds use. */
export const hardwareTable: Block = {
  id: "hardware",
  build({data, lang}) {
    const names = [
      "name",
      "memory_mib",
      "memory_bandwidth_gb_per_s",
      "fp16_tflop_per_s",
      "fp8_tflop_per_s",
      "board_power_w",
      "link_gb_per_s",
      "link",
      "source"
    ] as const;
    return tableHtml(
      {
        caption: teller(lang)("GPUs: data sheet values", "GPU 规格值"),
        columns: declared(hardware, names, lang).map((column) => ({
          ...column,
          long: long.has(column.name),
          show: printed
        })),
        rows: pick(data.hardware, names)
      },
      lang
    );
  }
};
