import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    globalSetup: ["test/global-setup.ts"],
    setupFiles: ["test/ci-seed.ts"],
    include: ["packages/**/*.test.ts", "apps/**/*.test.ts", "test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "test/lab/**/*.e2e.test.ts"],
    // Much of what they do is to wait for others: for real etcd, sshd, Nix.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // For what hangs, not for what is slow: the lab's programs are compiled beside these tests.
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
