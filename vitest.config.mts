import { defineConfig } from "vitest/config";

const ours = ["**/node_modules/**", "**/dist/**"];

/** One project per suite, so that only the tests that need a packed plugin pay for packing it. */
export default defineConfig({
  test: {
    env: { NX_DAEMON: "false", NX_ISOLATE_PLUGINS: "false" },
    // A guard against hanging, no statement about speed: a busy machine may take many times as long.
    testTimeout: 900_000,
    hookTimeout: 900_000,
    teardownTimeout: 120_000,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: { name: "unit", include: ["{tools,generators,executors,demo,test/bench}/**/*.test.ts"], exclude: ours },
      },
      {
        extends: true,
        test: { name: "golden", include: ["test/{golden,frameworks,fuzz}/**/*.test.ts"], exclude: ours },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          exclude: ours,
          globalSetup: "test/e2e/harness/global-setup.ts",
        },
      },
      { extends: true, test: { name: "plans", include: ["test/plans/**/*.test.ts"], exclude: ours } },
      { extends: true, test: { name: "faults", include: ["test/faults/**/*.test.ts"], exclude: ours } },
      { extends: true, test: { name: "conformance", include: ["test/conformance/**/*.test.ts"], exclude: ours } },
    ],
  },
});
