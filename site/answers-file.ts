import {createHash} from "node:crypto";
import {mkdirSync, readFileSync, renameSync, writeFileSync} from "node:fs";
import {dirname} from "node:path";
import {z} from "zod";
import type {AnswerStore} from "../src/model/prediction/answers.js";

const schema = z.object({code: z.string(), answers: z.record(z.string(), z.string())});

/** Answers of long calculations in a file, by the hash of their question; those of other code than this count for nothing. */
export class AnswersFile implements AnswerStore {
  private known = new Map<string, string>();
  /** Those asked for since the file was read: all that is written. */
  private readonly asked = new Map<string, string>();

  /**
   * @param path of the file, which need not be there; a damaged one is as good as none
   * @param code hash of the code that answers
   */
  constructor(
    private readonly path: string,
    private readonly code: string
  ) {
    try {
      const kept = schema.parse(JSON.parse(readFileSync(path, "utf8")));
      if (kept.code === code) this.known = new Map(Object.entries(kept.answers));
    } catch {
      // None, or a damaged one: everything is calculated.
    }
  }

  get(question: string): string | undefined {
    const key = keyOf(question);
    const answer = this.known.get(key);
    if (answer !== undefined) this.asked.set(key, answer);
    return answer;
  }

  set(question: string, answer: string): void {
    const key = keyOf(question);
    this.known.set(key, answer);
    this.asked.set(key, answer);
  }

  /** Writes what was asked for, whole. */
  write(): void {
    mkdirSync(dirname(this.path), {recursive: true});
    const temporary = `${this.path}.${process.pid}`;
    writeFileSync(temporary, JSON.stringify({code: this.code, answers: Object.fromEntries(this.asked)}));
    renameSync(temporary, this.path);
  }
}

const keyOf = (question: string): string => createHash("sha256").update(question).digest("hex");
