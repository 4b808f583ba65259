import {expect, test} from "vitest";
import {copiesOf} from "./copies.js";

test("copies are GPUs by tensor parallel size, one where that is not known", () => {
  expect(copiesOf({gpus: 2, tensor_parallel: 1})).toBe(2);
  expect(copiesOf({gpus: 8, tensor_parallel: 2})).toBe(4);
  expect(copiesOf({gpus: 4, tensor_parallel: 4})).toBe(1);
  expect(copiesOf({gpus: 4, tensor_parallel: null})).toBe(1);
  expect(copiesOf({gpus: 3, tensor_parallel: 2})).toBe(1);
});
