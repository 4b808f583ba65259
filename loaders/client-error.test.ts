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

test("the level with as many streams, or the next above, tells the client's error", () => {
  expect(clientErrorAt(calibration, 1)).toEqual({client_ttft_error_ms: 0.2, client_itl_error_ms: 0.01});
  expect(clientErrorAt(calibration, 4)).toEqual({client_ttft_error_ms: 0.4, client_itl_error_ms: 0.05});
});

test("beyond what was calibrated, or without a calibration, the error is not known", () => {
  const unknown = {client_ttft_error_ms: null, client_itl_error_ms: null};
  expect(clientErrorAt(calibration, 17)).toEqual(unknown);
  expect(clientErrorAt(calibration, null)).toEqual(unknown);
  expect(clientErrorAt(null, 1)).toEqual(unknown);
  expect(clientErrorAt({levels: [{streams: 0}]}, 1)).toEqual(unknown);
});
