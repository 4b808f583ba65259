import {expect, test} from "vitest";
import {clientErrorAt} from "./client-error.js";

const calibration = {
  ttft_ms: 50,
  itl_ms: 10,
  levels: [
    {streams: 16, ttft_error_p50_ms: 0.4, itl_error_mean_ms: 0.05},
    {streams: 1, ttft_error_p50_ms: 0.2, itl_error_mean_ms: 0.01}
  ]
};

test("a calibrated level tells the client's error, and between two it grows evenly", () => {
  expect(clientErrorAt(calibration, 1)).toEqual({client_ttft_error_ms: 0.2, client_itl_error_ms: 0.01});
  expect(clientErrorAt(calibration, 16)).toEqual({client_ttft_error_ms: 0.4, client_itl_error_ms: 0.05});
  const {client_ttft_error_ms, client_itl_error_ms} = clientErrorAt(calibration, 4);
  expect(client_ttft_error_ms).toBeCloseTo(0.24, 12);
  expect(client_itl_error_ms).toBeCloseTo(0.018, 12);
});

test("the bias of the gaps, where it is known, is what TPOT is off by", () => {
  const level = {streams: 1, ttft_error_p50_ms: 2.6, itl_error_mean_ms: 0.41, itl_bias_ms: 0.004};
  expect(clientErrorAt({levels: [level]}, 1)).toEqual({client_ttft_error_ms: 2.6, client_itl_error_ms: 0.004});
});

test("beyond what was calibrated, or without a calibration, the error is not known", () => {
  const unknown = {client_ttft_error_ms: null, client_itl_error_ms: null};
  expect(clientErrorAt(calibration, 17)).toEqual(unknown);
  expect(clientErrorAt({levels: [calibration.levels[0]]}, 4)).toEqual(unknown);
  expect(clientErrorAt(calibration, null)).toEqual(unknown);
  expect(clientErrorAt(null, 1)).toEqual(unknown);
  expect(clientErrorAt({levels: [{streams: 0}]}, 1)).toEqual(unknown);
});
