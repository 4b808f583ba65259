/** Something in the built site that must not be there: the file below dist, the rule, and what was found. */
export interface Finding {
  readonly file: string;
  readonly rule: string;
  readonly value: string;
}
