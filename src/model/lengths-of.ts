import type {PointRow} from "./tables/points.js";

type Lengths = Pick<PointRow, "input_tokens" | "output_tokens">;

/**
 * The lengths that a point stands for: those asked for; of an imported point whose source does not say, those delivered, where all of
 * its requests were of one length, which a whole mean tells. Null where neither is known.
 */
export function lengthsOf(point: PointRow): Lengths {
  const {kind, input_tokens, output_tokens, input_tokens_mean, output_tokens_mean} = point;
  if (kind !== "imported") return {input_tokens, output_tokens};
  return {
    input_tokens: input_tokens ?? whole(input_tokens_mean),
    output_tokens: output_tokens ?? whole(output_tokens_mean)
  };
}

const whole = (mean: number | null): number | null =>
  mean !== null && Number.isInteger(mean) && mean > 0 ? mean : null;
