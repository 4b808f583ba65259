import {mkdirSync, rmSync, symlinkSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {gunzipSync} from "node:zlib";
import {expect, test} from "vitest";
import {sha256} from "./sha256.js";
import {prepareForStore, readStored} from "./store.js";
import {temporaryFolder} from "./testing/run-folder.js";

const result = Buffer.from(
  '{"completed": 1, "generated_texts": ["a secret answer"], "host": "http://10.0.0.7:8000"}\n'
);

test("prepareForStore drops answers, redacts, and keeps both hashes", () => {
  const {stored, entry} = prepareForStore(result, "result");
  expect(gunzipSync(stored).toString()).toBe('{"completed": 1, "host": "http://[ip]:8000"}\n');
  expect(entry).toEqual({
    encoding: "gzip",
    bytes: result.length,
    sha256: sha256(result),
    stored_bytes: stored.length,
    stored_sha256: sha256(stored),
    dropped: ["generated_texts"],
    redacted: {ip: 1}
  });
});

test("prepareForStore gives the same bytes each time, without a time inside", () => {
  const {stored} = prepareForStore(result, "result");
  expect(prepareForStore(result, "result").stored.equals(stored)).toBe(true);
  expect(stored.readUInt32LE(4)).toBe(0);
});

test("prepareForStore cuts prompts out of logs, and serials out of telemetry", () => {
  const log = prepareForStore(Buffer.from("Received request 1: prompt: 'tell me', params: x"), "server-log");
  expect(gunzipSync(log.stored).toString()).toBe("Received request 1: prompt: [dropped], params: x");
  expect(log.entry.dropped).toEqual(["prompt"]);
  const csv = prepareForStore(Buffer.from("index, serial\n0, 1753024038161\n"), "telemetry");
  expect(gunzipSync(csv.stored).toString()).toBe("index, serial\n0, [serial]\n");
  expect(csv.entry.redacted).toEqual({serial: 1});
});

test("prepareForStore leaves members of other files than results", () => {
  const {stored} = prepareForStore(Buffer.from('{"prompts": 3}'), "environment");
  expect(gunzipSync(stored).toString()).toBe('{"prompts": 3}');
});

function onDisk(bytes: Buffer) {
  const {stored, entry} = prepareForStore(bytes, "server-log");
  const folder = temporaryFolder();
  const file = {path: "a.log.gz", role: "server-log" as const, server: null, point: null, repeat: null, ...entry};
  writeFileSync(join(folder, file.path), stored);
  return {folder, file, stored};
}

test("readStored gives back what was stored", () => {
  const {folder, file} = onDisk(Buffer.from("a log\n"));
  expect(readStored(folder, file).toString()).toBe("a log\n");
});

test("readStored refuses a file that was changed, cut or removed", () => {
  const {folder, file, stored} = onDisk(Buffer.from("a log\n"));
  stored[stored.length - 9]! ^= 1;
  writeFileSync(join(folder, file.path), stored);
  expect(() => readStored(folder, file)).toThrow(/^a\.log\.gz: changed since it was stored/);
  expect(() => readStored(folder, {...file, path: "b.log.gz"})).toThrow(/^b\.log\.gz: .* cannot be read/);
  writeFileSync(join(folder, file.path), "no gzip");
  expect(() => readStored(folder, {...file, stored_sha256: sha256("no gzip")})).toThrow(
    "a.log.gz: not readable as gzip"
  );
});

test("readStored reads nothing out of the run's folder, however a link leads there", () => {
  const outside = temporaryFolder();
  const {stored, entry} = prepareForStore(result, "result");
  writeFileSync(join(outside, "a.gz"), stored);
  const folder = temporaryFolder();
  const file = {...entry, role: "result", server: null, point: null, repeat: null} as const;
  symlinkSync(join(outside, "a.gz"), join(folder, "a.gz"));
  symlinkSync(outside, join(folder, "b"));
  for (const path of ["a.gz", "b/a.gz"])
    expect(() => readStored(folder, {...file, path})).toThrow("leads out of the run's folder");
  rmSync(join(folder, "b"));
  mkdirSync(join(folder, "b"));
  writeFileSync(join(folder, "b/a.gz"), stored);
  symlinkSync(join(folder, "b"), join(outside, "run")); // a whole run may be linked in
  expect(readStored(join(outside, "run"), {...file, path: "a.gz"}).length).toBeGreaterThan(0);
});
