/** Where answers of long calculations are kept, as JSON, by a text that holds all that they are a function of but the code. */
export interface AnswerStore {
  get(question: string): string | undefined;
  set(question: string, answer: string): void;
}

let store: AnswerStore | null = null;

/** Keeps answers from now on: a build does, so that the next one need not simulate the same again. Null stops it. */
export function keepAnswersIn(kept: AnswerStore | null): void {
  store = kept;
}

/**
 * The answer to a question, calculated unless it is kept. Inputs and answer are plain data; with a store the answer is what JSON
 * makes of it, be it new or known.
 */
export function answered<T>(inputs: readonly unknown[], answer: () => T): T {
  if (store === null) return answer();
  const question = JSON.stringify(inputs);
  let text = store.get(question);
  if (text === undefined) {
    text = JSON.stringify(answer());
    store.set(question, text);
  }
  return JSON.parse(text) as T;
}
