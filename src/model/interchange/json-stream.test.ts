import * as fc from "fast-check";
import {expect, test} from "vitest";
import {JsonStream, type StreamedValue} from "./json-stream.js";

function read(
  pieces: readonly string[],
  options: Partial<ConstructorParameters<typeof JsonStream>[1]> = {}
): StreamedValue[] {
  const values: StreamedValue[] = [];
  const stream = new JsonStream((value) => values.push(value), {where: "f.json", ...options});
  for (const piece of pieces) stream.write(piece);
  stream.end();
  return values;
}
const values = (...pieces: string[]): unknown[] => read(pieces).map(({value}) => value);

/** Cuts a text at the places that numbers name. */
function cut(text: string, places: readonly number[]): string[] {
  const at = [...new Set(places.map((place) => place % (text.length + 1)))].sort((a, b) => a - b);
  return [...at, text.length].map((end, i) => text.slice(i === 0 ? 0 : at[i - 1], end));
}

test("reads what JSON.parse reads, wherever the pieces end", () => {
  fc.assert(
    fc.property(
      fc.jsonValue({noUnicodeString: false}),
      fc.array(fc.nat(), {maxLength: 8}),
      fc.constantFrom(0, 1),
      (value, places, indent) => {
        const text = JSON.stringify([value], null, indent);
        expect(JSON.stringify(values(...cut(text, places)))).toBe(JSON.stringify(JSON.parse(text)));
      }
    )
  );
});

test("values one after another, on lines or not, and elements of a list are handed over one by one", () => {
  expect(values('{"a":1}\n{"a":2}{"a":3}\n')).toEqual([{a: 1}, {a: 2}, {a: 3}]);
  expect(values('[{"a":1},{"a":2}]')).toEqual([{a: 1}, {a: 2}]);
  expect(values("[]")).toEqual([]);
});

test("skipped members leave nothing, long texts their length, at any depth", () => {
  const [{value}] = read(['{"a":{"x":[1,{"y":"]"}],"b":2},"t":"', "abc".repeat(9), '"}'], {
    skip: new Set(["x"]),
    maxText: 20
  }) as [StreamedValue];
  expect(value).toEqual({a: {b: 2}, t: "(27 characters)"});
});

test("NaN and Infinity become null and are told", () => {
  expect(read(['{"a":NaN,"b":[-Infinity]}'])).toEqual([
    {
      value: {a: null, b: [null]},
      index: 1,
      problems: ["a holds a bare NaN, which is not JSON", "b[0] holds a bare -Infinity, which is not JSON"]
    }
  ]);
});

test.each([
  [
    '{"a":[1,2',
    'f.json: the JSON is cut off: expected its end, found the end of the file: "after 9 characters, within a[2]"'
  ],
  ['{"a":tru}', 'f.json: not JSON at character 6 (a): expected a JSON value, found: "tru"'],
  ['{"a" 1}', 'f.json: not JSON at character 6 (a): expected a colon, found: "1}"'],
  ["[1 2]", 'f.json: not JSON at character 4: expected a comma or the end of the list, found: "2]"'],
  ["[1]]", 'f.json: not JSON at character 4: expected a value, found: "]"'],
  ["", "f.json: expected JSON, found nothing"],
  ["[".repeat(200), "f.json: not JSON at character 102"],
  ["hello", 'f.json: not JSON at character 1: expected a JSON value, found: "hello"']
])("%j is refused with what was expected and found", (text, message) => {
  expect(() => read([text])).toThrow(message);
});

test("a text cut anywhere is refused, never read in part", () => {
  const text = '{"a":[1.5,"x\\n",{"b":null}],"c":true}';
  for (let end = 0; end < text.length; end++)
    expect(() => read([text.slice(0, end)]), text.slice(0, end)).toThrow(/f\.json: /);
});

test("more values than allowed are refused before memory is gone", () => {
  expect(() => read(["[[", "1,".repeat(100), "1]]"], {maxValues: 50})).toThrow(
    "holds more than 50 values in one object"
  );
});

test("a member named like a prototype's is data", () => {
  const [value] = values('{"__proto__":{"polluted":1}}');
  expect(Object.keys(value as object)).toEqual(["__proto__"]);
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
});
