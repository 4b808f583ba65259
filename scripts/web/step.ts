/** Runs one step of a command and prints its name and time. */
export async function step<T>(name: string, run: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await run();
  console.log(`${((performance.now() - start) / 1000).toFixed(1).padStart(5)} s  ${name}`);
  return result;
}
