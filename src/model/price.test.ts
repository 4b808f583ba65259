import {expect, test} from "vitest";
import {assume} from "./assumptions.js";
import {articleDataset} from "./claims/fixtures/article-dataset.js";
import {busyShare, gpuHour} from "./price.js";

const data = articleDataset();
const own = {gpu: "rtx-4090d", gpus: 1};
const cloud = {gpu: "a10g", gpus: 1};
const unpriced = {gpu: "a100-80gb-sxm", gpus: 1};

test("the reader's price goes before the source's; without either there is none", () => {
  const listed = gpuHour(data, assume(), own, "CNY")!;
  expect(listed).toMatchObject({assumed: false, rented: false});
  expect(gpuHour(data, assume({prices: {"rtx-4090dx1/CNY": 7}}), own, "CNY")).toMatchObject({
    price_per_gpu_h: 7,
    assumed: true
  });
  expect(gpuHour(data, assume(), unpriced, "CNY")).toBeNull();
  expect(gpuHour(data, assume({prices: {"a100-80gb-sxmx1/CNY": 7}}), unpriced, "USD")).toBeNull();
});

test("electricity stands in for a self-built hour that cannot hold it, never for a rented one", () => {
  const watts = data.hardware.find(({gpu}) => gpu === "rtx-4090d")!.board_power_w;
  const dear = assume({electricity_price_per_kwh: 10});
  expect(gpuHour(data, dear, own, "CNY")).toMatchObject({price_per_gpu_h: watts / 100, by_electricity: true});
  expect(gpuHour(data, dear, cloud, "CNY")).toEqual(gpuHour(data, assume(), cloud, "CNY"));
  const cheap = assume({electricity_price_per_kwh: 0.1});
  expect(gpuHour(data, cheap, own, "CNY")).toEqual(gpuHour(data, assume(), own, "CNY"));
});

test("only machines of one's own stand idle at one's cost", () => {
  const idle = assume({utilisation: 0.25});
  expect(busyShare(gpuHour(data, idle, own, "CNY")!, idle)).toBe(0.25);
  expect(busyShare(gpuHour(data, idle, cloud, "CNY")!, idle)).toBe(1);
});
