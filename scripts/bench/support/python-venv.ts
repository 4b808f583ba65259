import {existsSync} from "node:fs";
import {join} from "node:path";
import {execa} from "execa";

/** The peers, exactly: what they take changes from version to version. */
const packages = [
  "orjson==3.13.0",
  "numpy==2.4.6",
  "pyarrow==26.0.1",
  "polars==2.1.0",
  "duckdb==2.0.1",
  "brotli==1.2.1"
];

const folder = ".cache/bench-venv";

/** A Python with the peers, in a cache folder of its own; or, in words, why there is none. */
export async function benchPython(): Promise<{python: string} | {missing: string}> {
  const python = join(folder, "bin/python");
  if (!existsSync(python)) {
    const made = await execa("python3", ["-m", "venv", folder], {reject: false});
    if (made.failed) return {missing: `no Python environment: ${firstLine(made.stderr ?? made.shortMessage ?? "")}`};
  }
  const wanted = packages.map((each) => each.split("==") as [string, string]);
  const check = `import importlib.metadata as m, sys; sys.exit(any(m.version(n) != v for n, v in ${JSON.stringify(wanted)}))`;
  if ((await execa(python, ["-c", check], {reject: false})).exitCode === 0) return {python};
  console.log("  installing the peers into .cache/bench-venv");
  const argv = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...packages];
  const installed = await execa(python, argv, {reject: false});
  return installed.failed ? {missing: `the peers cannot be installed: ${firstLine(installed.stderr)}`} : {python};
}

function firstLine(text: string): string {
  return text.split("\n").find((line) => line.trim() !== "") ?? "";
}
