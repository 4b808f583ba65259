/** A word of the simulated vocabulary; anything else is cut into pieces of four characters. */
const wordPattern = /^t(\d{1,9})$/;

/**
 * Token ids of a text: every word `tN` below the vocabulary's size is token N, other words are hashed in pieces of
 * four characters. `tokenize(detokenize(ids))` gives the ids back.
 */
export function tokenize(text: string, vocabSize: number): number[] {
  const ids: number[] = [];
  for (const word of text.split(/\s+/)) {
    if (word === "") continue;
    const id = Number(wordPattern.exec(word)?.[1] ?? -1);
    if (id >= 0 && id < vocabSize) ids.push(id);
    else for (let i = 0; i < word.length; i += 4) ids.push(hash(word.slice(i, i + 4)) % vocabSize);
  }
  return ids;
}

export function detokenize(ids: readonly number[]): string {
  return ids.map(tokenText).join("");
}

/** Text of one token, with the space before it. */
export function tokenText(id: number): string {
  return ` t${id}`;
}

function hash(piece: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < piece.length; i++) h = Math.imul(h ^ piece.charCodeAt(i), 0x01000193);
  return h >>> 0;
}
