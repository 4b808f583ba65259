import {defineConfig} from "vitest/config";

// Two projects: `unit` needs no browser and runs in `npm run check`; `nightly` holds the long trials.
export default defineConfig({
  test: {
    testTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["{src,loaders,scripts,site}/**/*.test.ts"],
          exclude: ["**/*.nightly.test.ts", "**/*.browser.test.ts", "**/*.build.test.ts"]
        }
      },
      {
        extends: true,
        test: {
          name: "site",
          include: ["{src,loaders,scripts,site}/**/*.{browser,build}.test.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false
        }
      },
      {
        extends: true,
        test: {
          name: "nightly",
          include: ["{src,loaders,scripts,site}/**/*.nightly.test.ts"],
          testTimeout: 1_800_000,
          hookTimeout: 300_000,
          fileParallelism: false
        }
      }
    ]
  }
});
