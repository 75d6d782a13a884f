import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it, onTestFinished } from "vitest";
import { endOrphans, removes } from "./orphans.ts";

describe("what removes cgroups", () => {
  it.each<[readonly string[], boolean]>([
    [["bash", "-c", "rmdir", "remove-cgroup", "quorate-lab/a", "/folder"], true],
    [["bash", "-c", "rmdir", "remove-cgroup", "quorate-lab/a/node1", "/folder"], true],
    [["bash", "-c", "rmdir", "remove-cgroup", "quorate-lab/ab", "/folder"], false],
    [["bash", "-c", "rmdir", "remove-cgroup"], false],
    [["vim", "quorate-lab/a"], false],
    [[], false],
  ])("%j of quorate-lab/a: %s", (words, expected) => {
    expect(removes(words, "quorate-lab/a")).toBe(expected);
  });

  it("is ended where a killed command has left it, and that of other labs is not", async () => {
    const start = (cgroup: string) => {
      const script = "while :; do sleep 1; done";
      const child = spawn("bash", ["-c", script, "remove-cgroup", cgroup], { stdio: "ignore" });
      onTestFinished(() => void child.kill("SIGKILL"));
      return child;
    };
    const id = `quorate-lab/test-${process.pid}`;
    const [ours, other] = [start(`${id}/node1`), start(`${id}-other/node1`)];
    await Promise.all([once(ours, "spawn"), once(other, "spawn")]);
    const ended = once(ours, "exit");
    await endOrphans(id);
    expect(await ended).toEqual([null, "SIGKILL"]);
    expect(other.exitCode ?? other.signalCode).toBeNull();
  });
});
