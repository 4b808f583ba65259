import type {Text} from "../text.js";

/** A number that a claim needs and the data do not hold: the verdict is then "not testable", never a guess. */
export class Missing extends Error {
  override readonly name = "Missing";
  readonly what: Text;

  constructor(what: Text) {
    super(what.en);
    this.what = what;
  }
}
