import {expect, test} from "vitest";
import {z} from "zod";
import {parseAt} from "./border.js";

const schema = z.object({gpus: z.array(z.number().int())});

test("parseAt names file, place, rule and value", () => {
  expect(() => parseAt(schema, {gpus: [1, 2.5]}, "specs/a.yaml")).toThrow(/^specs\/a\.yaml: gpus\.1: .*: 2\.5$/);
});

test("parseAt names a value that is missing", () => {
  expect(() => parseAt(schema, {}, "a.yaml")).toThrow(/^a\.yaml: gpus: .*: undefined$/);
});

test("parseAt gives what fits", () => {
  expect(parseAt(schema, {gpus: [1]}, "a.yaml")).toEqual({gpus: [1]});
});
