import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {expect, test} from "vitest";
import {repository} from "../loaders/testing/real.js";

const sources = ["scripts", "loaders", "site", "src"].flatMap((folder) =>
  readdirSync(join(repository, folder), {recursive: true, encoding: "utf8"})
    .filter((file) => file.endsWith(".ts") && !/node_modules|\.observablehq/.test(file))
    .map((file) => join(folder, file))
);

test("no command is a text for a shell: arguments are arrays everywhere", () => {
  const shells =
    /shell:\s*(?:true|["'`])|\bexecSync\(|import \{[^}]*\bexec\b[^}]*\} from "node:child_process"|\bexecaCommand\b/;
  const found = sources.filter(
    (file) => file !== "scripts/commands.test.ts" && shells.test(readFileSync(join(repository, file), "utf8"))
  );
  expect(sources.length).toBeGreaterThan(500);
  expect(found).toEqual([]);
});
