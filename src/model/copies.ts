/** The GPUs of a server and over how many of them each copy of the model is split. */
interface Placed {
  readonly gpus: number | null;
  readonly tensor_parallel: number | null;
}

/**
 * Copies of the model that one address served: GPUs / tensor parallel size. 1 where either is unknown or one does not divide the
 * other: nothing says then that there were several.
 * @example copiesOf({gpus: 4, tensor_parallel: 2}) // 2
 */
export function copiesOf({gpus, tensor_parallel: split}: Placed): number {
  if (gpus === null || split === null || split < 1 || gpus % split !== 0) return 1;
  return gpus / split;
}
