/**
 * Pixels that a line of text takes at most in the page's sans-serif font: figures, Latin letters and Han differ in
 * width, and no font is at hand when a chart is drawn.
 */
export function textWidth(text: string, size = 13): number {
  let em = 0;
  for (const character of text)
    em += /[⺀-鿿＀-￯、。]/.test(character) ? 1 : /[ .,;:il·|’]/.test(character) ? 0.36 : 0.64;
  return em * size;
}
