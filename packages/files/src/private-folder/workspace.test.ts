import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { withWorkspace } from "./workspace.ts";

// Any other run of this machine's removes what a dead one has left: it looks elsewhere.
let temporary = "";
beforeEach(() => {
  temporary = mkdtempSync("/tmp/quorate-test-");
  vi.stubEnv("TMPDIR", temporary);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(temporary, { recursive: true });
});

describe("a workspace", () => {
  test("is private, and gone when its use is over", async () => {
    const path = await withWorkspace(async (workspace) => {
      expect(statSync(workspace.path).mode & 0o777).toBe(0o700);
      mkdirSync(`${workspace.path}/keys`);
      writeFileSync(`${workspace.path}/keys/key`, "secret");
      return workspace.path;
    });
    expect(existsSync(path)).toBe(false);
  });

  test("is gone when its use has failed", async () => {
    let path = "";
    await expect(
      withWorkspace(async (workspace) => {
        path = workspace.path;
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
    expect(path).not.toBe("");
    expect(existsSync(path)).toBe(false);
  });

  /** A process with a workspace, and the workspace's path. */
  async function processWithWorkspace(survives = false) {
    const script = `
      import { createJiti } from ${JSON.stringify(import.meta.resolve("jiti"))};
      const { withWorkspace } = await createJiti(${JSON.stringify(import.meta.url)}).import("./workspace.ts");
      await withWorkspace(async ({ path, survivesControlC }) => {
        survivesControlC(${survives});
        console.log(path);
        await new Promise((resolve) => setTimeout(resolve, 600_000));
      });
    `;
    const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
      cwd: dirname(new URL(import.meta.url).pathname),
      stdio: ["ignore", "pipe", "inherit"],
    });
    const path = await new Promise<string>((resolve) =>
      child.stdout.once("data", (data) => resolve(String(data).trim())),
    );
    const ended = new Promise((resolve) => child.once("exit", (_, by) => resolve(by)));
    return { child, path, ended };
  }

  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "is gone when the process is ended by %s",
    async (signal) => {
      const { child, path, ended } = await processWithWorkspace();
      expect(existsSync(path)).toBe(true);
      child.kill(signal);
      expect(await ended).toBe(signal);
      expect(existsSync(path)).toBe(false);
    },
  );

  test("survives Control-C where the run says that it does, and nothing else", async () => {
    const { child, path, ended } = await processWithWorkspace(true);
    child.kill("SIGINT");
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect([existsSync(path), child.signalCode]).toEqual([true, null]);
    child.kill("SIGTERM");
    expect(await ended).toBe("SIGTERM");
    expect(existsSync(path)).toBe(false);
  });

  test("is removed by the next run when the process is killed, and not before", async () => {
    const { child, path, ended } = await processWithWorkspace();
    await withWorkspace(async () => expect(existsSync(path)).toBe(true));
    child.kill("SIGKILL");
    await ended;
    expect(existsSync(path)).toBe(true);
    await withWorkspace(async () => expect(existsSync(path)).toBe(false));
  });
});
