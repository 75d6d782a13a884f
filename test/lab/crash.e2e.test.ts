import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ownMounts, ownNetwork, seededRandom, TestLab } from "./lab.ts";
import { leftOut, refusals } from "./where-it-runs.ts";

// `lab up` and `lab down` killed anywhere: whatever is there then, the next one makes it right.

describe.skipIf(leftOut)("a lab command that is killed", () => {
  let lab: TestLab;
  let network: string;
  let mounts: string;
  const { seed, next } = seededRandom();

  beforeAll(async () => {
    expect(refusals).toEqual([]);
    lab = new TestLab("crash");
    await lab.lab("down");
    network = ownNetwork();
    mounts = ownMounts();
  });

  afterAll(async () => {
    await lab?.dispose();
  });

  /** Kills a command after some milliseconds; says whether it was still at work. */
  const interrupt = async (milliseconds: number, ...args: readonly string[]) => {
    const command = lab.start(...args);
    let ended = false;
    void command.ended.then(() => {
      ended = true;
    });
    await sleep(milliseconds);
    if (ended) return false;
    process.kill(command.pid, "SIGKILL");
    return true;
  };

  test(`leaves nothing that down does not remove (SEED=${seed})`, async () => {
    let interrupted = 0;
    for (let round = 0; round < 6; round++) {
      if (await interrupt(400 + next() * 2_500, "up", "--bare", "--certs", lab.folder)) interrupted++;
      expect(await lab.lab("down"), `SEED=${seed}, round ${round}`).toMatchObject({ code: 0 });
      // What the killed command had just started may still be at its last breath.
      await expect.poll(() => lab.traces()).toEqual([]);
      await expect.poll(ownNetwork).toBe(network);
      await expect.poll(ownMounts).toBe(mounts);
    }
    expect(interrupted).toBeGreaterThan(0);
  });

  test(`is completed by the next one (SEED=${seed})`, async () => {
    for (let round = 0; round < 3; round++) {
      await interrupt(400 + next() * 2_500, "up", "--bare", "--certs", lab.folder);
      const up = await lab.up();
      expect(up, `SEED=${seed}, round ${round}`).toMatchObject({ code: 0 });
      expect(await lab.ssh("10.0.0.12", "hostname")).toMatchObject({ code: 0, out: "node2\n" });
      await interrupt(300 + next() * 1_000, "down");
      if (round === 1) {
        expect(await lab.up(), "after half a down").toMatchObject({ code: 0 });
        expect(await lab.on("node3", "ping -c1 -W5 10.0.0.11 >/dev/null")).toMatchObject({ code: 0 });
      }
      expect(await lab.lab("down")).toMatchObject({ code: 0 });
      await expect.poll(() => lab.traces()).toEqual([]);
    }
  });

  test("two at once: one waits its turn by saying so", async () => {
    const first = lab.start("up", "--bare", "--certs", lab.folder);
    await expect.poll(() => first.said(), { interval: 20 }).toContain("powered on");
    // It is at work for as long as the other one looks, however fast the machine is.
    process.kill(first.pid, "SIGSTOP");
    const second = await lab.up();
    process.kill(first.pid, "SIGCONT");
    expect(second).toMatchObject({ code: 1, err: expect.stringContaining("[lab-busy]") });
    expect(await first.ended).toMatchObject({ code: 0 });
    expect(await lab.lab("down")).toMatchObject({ code: 0 });
  });
});
