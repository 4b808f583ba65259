import {expect, test} from "vitest";
import {StreamReader} from "./stream-reader.js";

const token = (text: string, finish: string | null = null): string =>
  `data: ${JSON.stringify({choices: [{index: 0, text, finish_reason: finish}], usage: null})}\n\n`;
const usage = (prompt: number, completion: number): string =>
  `data: ${JSON.stringify({choices: [], usage: {prompt_tokens: prompt, completion_tokens: completion}})}\n\n`;
const done = "data: [DONE]\n\n";

/** Feeds chunks a millisecond apart. */
function read(chunks: readonly (string | Buffer)[], chat = false, expected = 8) {
  const reader = new StreamReader(chat, expected);
  for (const [i, chunk] of chunks.entries()) reader.feed(Buffer.from(chunk), i);
  return reader.finish();
}

test("a chunk counts when it came; usage and the end carry no token", () => {
  const content = read([token(" a"), token(" b"), token(" c", "length"), usage(5, 3), done]);
  expect([...content.times]).toEqual([0, 1, 2]);
  expect(content).toMatchObject({prompt_tokens: 5, output_tokens: 3, error: null});
});

test("events may be cut anywhere, joined in one chunk, and end in CRLF", () => {
  const whole = Buffer.from(token(" é") + token(" b") + usage(1, 2) + done);
  for (let cut = 1; cut < whole.length; cut += 7) {
    const content = read([whole.subarray(0, cut), whole.subarray(cut)]);
    expect(content).toMatchObject({output_tokens: 2, error: null});
    expect(content.times).toHaveLength(2);
  }
  expect(read([whole.toString().replaceAll("\n", "\r\n")])).toMatchObject({output_tokens: 2, error: null});
});

test("comments, other fields and more tokens than expected do no harm", () => {
  const many = Array.from({length: 50}, () => token("x"));
  const content = read([": ping\n\n", "event: message\n", ...many, usage(1, 50), done], false, 2);
  expect(content.times).toHaveLength(50);
  expect(content.error).toBeNull();
});

test("several tokens in a chunk count by the usage", () => {
  expect(read([token("a b c"), token("d"), usage(1, 4), done])).toMatchObject({output_tokens: 4, error: null});
});

test("without usage the chunks are counted", () => {
  expect(read([token("a"), token("b"), done])).toMatchObject({prompt_tokens: null, output_tokens: 2, error: null});
});

test("a chat's first chunk that names the role is no token, and neither is a last one that gives the reason only", () => {
  const delta = (value: object, finish: string | null = null): string =>
    `data: ${JSON.stringify({choices: [{delta: value, finish_reason: finish}]})}\n\n`;
  const role = delta({role: "assistant", content: ""});
  const content = read(
    [role, delta({content: "a"}), delta({content: "b"}), delta({}, "stop"), usage(3, 2), done],
    true
  );
  expect([...content.times]).toEqual([1, 2]);
  expect(read([delta({content: "a"}), delta({content: "b"}, "stop"), usage(3, 2), done], true).times).toHaveLength(2);
});

test.each([
  ["a stream that breaks off", [token("a"), token("b")], /before \[DONE\]/],
  ["no token", [usage(3, 0), done], /no token/],
  ["an error in the stream", [token("a"), 'data: {"error":{"message":"engine died"}}\n\n', done], /engine died/],
  ["data that is not JSON", [token("a"), "data: oops\n\n", token("b"), done], /not a server-sent event of JSON: oops/],
  ["an error instead of a stream", ['{"error":"no"}\n'], /no/]
])("%s is an error", (_, chunks, message) => {
  expect(read(chunks).error).toMatch(message);
});
