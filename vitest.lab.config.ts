import { defineConfig } from "vitest/config";

/** The lab's tests need root and take minutes: they are run by `npm run test:lab` alone. */
export default defineConfig({
  test: {
    globalSetup: ["test/global-setup.ts"],
    include: ["test/lab/**/*.e2e.test.ts"],
    // vitest.config.ts leaves these files out; what is in one of them happens in its order.
    fileParallelism: false,
    // What a registry gives today is not what is tested.
    env: { QUORATE_LAB_IMAGES: "stand-ins" },
    // For what hangs, not for what is slow: whatever is waited for has a limit of its own.
    testTimeout: 1_800_000,
    hookTimeout: 1_800_000,
    // What a machine is told is true a moment later, on one that is busy with others much later.
    expect: { poll: { interval: 500, timeout: 120_000 } },
  },
});
