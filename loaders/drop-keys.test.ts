import * as fc from "fast-check";
import {expect, test} from "vitest";
import {dropKeys} from "./drop-keys.js";
import {seedResult} from "./testing/real.js";

test("dropKeys takes a top-level member out and leaves every other byte", () => {
  const text = '{"a": 1.50, "generated_texts": ["x, }", "\\"y\\" ]"],  "b": [2e1]}';
  expect(dropKeys(text, ["generated_texts"])).toEqual({text: '{"a": 1.50, "b": [2e1]}', dropped: ["generated_texts"]});
});

test("dropKeys takes first and last members with their comma", () => {
  expect(dropKeys('{"t": "x", "b": 1}', ["t"]).text).toBe('{"b": 1}');
  expect(dropKeys('{"b": 1, "t": {"u": []}}', ["t"]).text).toBe('{"b": 1}');
  expect(dropKeys('{"t": null}', ["t"]).text).toBe("{}");
});

test("dropKeys leaves keys of inner objects, and words in strings", () => {
  const text = '{"a": {"t": 1}, "b": "say \\"t\\": 1", "c": ["t"]}';
  expect(dropKeys(text, ["t"])).toEqual({text, dropped: []});
});

test("dropKeys works on JSON lines and arrays of objects", () => {
  expect(dropKeys('{"t": [1], "a": 1}\n{"a": 2, "t": [2]}\n', ["t"]).text).toBe('{"a": 1}\n{"a": 2}\n');
  expect(dropKeys('[{"t": 1, "a": 1}, {"a": 2}]', ["t"]).text).toBe('[{"a": 1}, {"a": 2}]');
});

test("dropKeys leaves nothing of a member that is cut off", () => {
  expect(dropKeys('{"a": 1, "t": ["the sec', ["t"]).text).not.toContain("sec");
});

test("dropKeys gives what removing the key from the value gives", () => {
  const key = fc.constantFrom("t", "u", "a", '"t"', "\\");
  const value = fc.jsonValue();
  fc.assert(
    fc.property(fc.dictionary(key, value), fc.constantFrom(0, 1), (object, space) => {
      const {t: _t, u: _u, ...rest} = object;
      const {text, dropped} = dropKeys(JSON.stringify(object, null, space), ["t", "u"]);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(rest)));
      expect(dropped).toEqual(["t", "u"].filter((name) => name in object));
    })
  );
});

test("dropKeys on a real result: answers put in come out again, byte for byte", () => {
  const plain = seedResult();
  const at = plain.indexOf('"errors"');
  const full = `${plain.slice(0, at)}"generated_texts": [" a{ \\"b", "c\\\\"], ${plain.slice(at)}`;
  expect(dropKeys(full, ["generated_texts"]).text).toBe(plain);
});
