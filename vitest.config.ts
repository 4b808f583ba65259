import {defineConfig} from "vitest/config";

// `unit` is pure and quick, and runs in `npm run check`; `trial` starts real processes, sockets and folders; `site` needs
// a build and Chromium; `nightly` holds what takes minutes. `npm test` runs all but the last.
export default defineConfig({
  test: {
    testTimeout: 30_000,
    setupFiles: ["scripts/testing/enlist-judges.ts"],
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["{src,loaders,scripts,site}/**/*.test.ts"],
          exclude: ["**/*.{trial,browser,build,nightly}.test.ts"],
          isolate: false,
          pool: "threads"
        }
      },
      {
        extends: true,
        test: {
          name: "trial",
          globalSetup: ["scripts/testing/bundles.ts"],
          include: ["{src,loaders,scripts,site}/**/*.trial.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          maxWorkers: 2
        }
      },
      {
        extends: true,
        test: {
          name: "site",
          globalSetup: ["scripts/testing/bundles.ts"],
          include: ["{src,loaders,scripts,site}/**/*.{browser,build}.test.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          isolate: false,
          maxWorkers: 2
        }
      },
      {
        extends: true,
        test: {
          name: "nightly",
          globalSetup: ["scripts/testing/bundles.ts"],
          include: ["{src,loaders,scripts,site}/**/*.nightly.test.ts"],
          testTimeout: 1_800_000,
          hookTimeout: 300_000,
          fileParallelism: false
        }
      }
    ]
  }
});
