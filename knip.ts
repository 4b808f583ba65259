import type {KnipConfig} from "knip";

/** Imports of the code blocks of a page, which is all that dead-code search needs of Markdown. */
function importsOf(markdown: string): string {
  return (markdown.match(/^import\s[^;]*?["'][^"']+["'];?/gm) ?? []).join("\n");
}

const config: KnipConfig = {
  entry: [
    "observablehq.config.ts",
    "site/prepare-process.ts", // a process of the build
    "scripts/bench/*.ts", // run by name
    "scripts/{simulated/serve,client/cli}.ts", // programs, run by name
    "scripts/bench/support/{convert,prepare-once}.ts", // processes of theirs
    "src/components/enhance-page.ts", // alone in the single file
    "src/components/{enhance,client/worker,compare/page,what-if/page,what-if/what-if-worker}.ts", // bundled by scripts/client-code.ts
    "src/**/*.md"
  ],
  project: ["{scripts,loaders,site}/**/*.ts", "src/**/*.{ts,md}"],
  compilers: {md: importsOf},
  ignoreDependencies: ["htl", "isoformat"], // brought along for pages by scripts/vendor.ts, by name
  // of GPU hosts and clusters, and of tests that install them
  ignoreBinaries: [
    "openssl",
    "nginx",
    "promtool",
    "apt-get",
    "mount",
    "munge",
    "nvidia-smi",
    "runuser",
    "slurmctld",
    "slurmd",
    "squeue",
    "ssh-keygen",
    "umount",
    "unshare"
  ]
};

export default config;
