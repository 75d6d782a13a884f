import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it, onTestFinished } from "vitest";
import { endOrphans, REMOVES, removes } from "./orphans.ts";

describe("what removes cgroups", () => {
  it.each([
    ["A=1\0QUORATE_LAB_REMOVES=quorate-lab/a\0", true],
    ["QUORATE_LAB_REMOVES=quorate-lab/a/node1\0B=\0", true],
    ["QUORATE_LAB_REMOVES=quorate-lab/ab\0", false],
    ["A=QUORATE_LAB_REMOVES=quorate-lab/a\0", false],
    ["", false],
  ])("%j is of quorate-lab/a: %s", (environment, expected) => {
    expect(removes(environment, "quorate-lab/a")).toBe(expected);
  });

  it("is ended where a killed command has left it, with what it has started, and that of other labs is not", async () => {
    const start = (cgroup: string) => {
      // As a script that runs a program: who ends the script alone leaves the program.
      const child = spawn("bash", ["-c", "sleep 1000 & wait"], {
        stdio: ["ignore", "pipe", "ignore"],
        env: { ...process.env, [REMOVES]: cgroup },
      });
      onTestFinished(() => void child.kill("SIGKILL"));
      return child;
    };
    const id = `quorate-lab/test-${process.pid}`;
    const [ours, other] = [start(`${id}/node1`), start(`${id}-other/node1`)];
    await Promise.all([once(ours, "spawn"), once(other, "spawn")]);
    // `close` comes when all that holds its output has ended.
    const closed = once(ours, "close");
    await endOrphans(id);
    expect(await closed).toEqual([null, "SIGKILL"]);
    expect(other.exitCode ?? other.signalCode).toBeNull();
    await endOrphans(`${id}-other`);
  });
});
