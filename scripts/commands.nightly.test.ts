import {readFileSync} from "node:fs";
import {execa} from "execa";
import {expect, test} from "vitest";

const {scripts} = JSON.parse(readFileSync("package.json", "utf8")) as {scripts: Record<string, string>};
const commands = Object.keys(scripts).filter((name) => scripts[name]!.startsWith("tsx "));

// By day, tests start commands from bundles; this is how people start them.
test.each(commands)("npm run %s starts from its source and tells how it is used", async (name) => {
  const {exitCode, stdout} = await execa("npm", ["run", "-s", name, "--", "--help"], {
    reject: false,
    env: {SWEEPBOOK_BUNDLES: undefined}
  });
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining("Examples:")]);
});
