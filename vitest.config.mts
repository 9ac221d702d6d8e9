import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{tools,generators,executors,test}/**/*.test.ts"],
    exclude: ["test/conformance/**", "test/bench/**", "**/node_modules/**"],
    env: { NX_DAEMON: "false", NX_ISOLATE_PLUGINS: "false" },
    testTimeout: 120_000,
    hookTimeout: 240_000,
    maxWorkers: 2,
  },
});
