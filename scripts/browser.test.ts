import {expect, test} from "vitest";
import {ensureBrowser, findBrowser, type Machine} from "./browser.js";

function fake(over: Partial<Machine> & {files?: string[]}): Machine & {ran: string[]} {
  const files = new Set(over.files);
  const ran: string[] = [];
  return {
    env: {},
    exists: (file) => files.has(file),
    isRoot: () => true,
    run: async (command, args) => {
      ran.push([command, ...args].join(" "));
      if (args.at(-1) === "chromium") files.add("/usr/bin/chromium");
    },
    say: () => {},
    ...over,
    ran
  };
}

test("CHROMIUM goes before what is installed", () => {
  const files = ["/opt/c", "/usr/bin/chromium"];
  expect(findBrowser(fake({files, env: {CHROMIUM: "/opt/c"}}))).toBe("/opt/c");
  expect(findBrowser(fake({files}))).toBe("/usr/bin/chromium");
  expect(findBrowser(fake({}))).toBeNull();
});

test("a CHROMIUM that names no file is an error of the environment", () => {
  expect(() => findBrowser(fake({files: ["/usr/bin/chromium"], env: {CHROMIUM: "/opt/c"}}))).toThrow(
    expect.objectContaining({exitCode: 3, message: expect.stringContaining("/opt/c") as string})
  );
});

test("nothing is installed when a browser is there", async () => {
  const on = fake({files: ["/usr/bin/chromium", "/usr/bin/apt-get"]});
  expect(await ensureBrowser(on)).toBe("/usr/bin/chromium");
  expect(on.ran).toEqual([]);
});

test("root on Debian gets the package", async () => {
  const on = fake({files: ["/usr/bin/apt-get"]});
  expect(await ensureBrowser(on)).toBe("/usr/bin/chromium");
  expect(on.ran[0]).toBe("apt-get update -qq");
});

test.each([
  ["without rights", fake({files: ["/usr/bin/apt-get"], isRoot: () => false})],
  ["without apt-get", fake({})],
  [
    "without network",
    fake({
      files: ["/usr/bin/apt-get"],
      run: () => Promise.reject(new Error("no route"))
    })
  ]
])("%s the message names the package", async (_, on) => {
  await expect(ensureBrowser(on)).rejects.toThrow(
    expect.objectContaining({exitCode: 3, message: expect.stringContaining("apt-get install chromium") as string})
  );
});

test("fonts are a wish: their failure does not stop", async () => {
  const said: string[] = [];
  const on = fake({files: ["/usr/bin/apt-get"], say: (line) => void said.push(line)});
  const picky: Machine = {
    ...on,
    run: (command, args) =>
      args.at(-1) === "fonts-noto-cjk" ? Promise.reject(new Error("gone")) : on.run(command, args)
  };
  expect(await ensureBrowser(picky)).toBe("/usr/bin/chromium");
  expect(said.at(-1)).toContain("fonts-noto-cjk");
});
