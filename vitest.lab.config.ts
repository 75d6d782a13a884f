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
    testTimeout: 120_000,
    hookTimeout: 900_000,
  },
});
