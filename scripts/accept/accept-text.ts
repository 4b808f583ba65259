import {styleText} from "node:util";
import type {Accepted} from "./accept-service.js";

const colours = {pass: "green", fail: "red", undecided: "yellow"} as const;

/** The checks as people read them, one paragraph each. */
export function acceptText({kind, checks, runs}: Accepted, colour: boolean): string {
  const word = (outcome: keyof typeof colours): string =>
    colour ? styleText(colours[outcome], outcome.padEnd(9)) : outcome.padEnd(9);
  const lines = checks.flatMap(({check, promised, measured, outcome, why}) => [
    `${word(outcome)}  ${check}`,
    `           promised  ${promised}`,
    `           ${kind}  ${measured}`,
    `           ${why}`
  ]);
  const failed = runs.reduce((sum, run) => sum + run.e2e_ms.filter(Number.isNaN).length, 0);
  if (failed > 0) lines.push(`${failed} requests failed; each misses every limit`);
  if (kind === "simulated") lines.push("The service is a simulated one: this says nothing about any hardware.");
  return `${lines.join("\n")}\n`;
}
