/** The symbol of a bound: a vertical tick, drawn dashed, in place of a dot. */
export const floorTick = {
  draw(context: CanvasPath, size: number): void {
    const r = Math.sqrt(size / Math.PI);
    context.moveTo(0, -r);
    context.lineTo(0, r);
  }
};
