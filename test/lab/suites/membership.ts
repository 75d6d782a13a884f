import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FaultyLab } from "../../faults/faulty-lab.ts";
import { type Answered, acknowledged, longestGap } from "../../faults/history.ts";
import { firstAt, hasEnded } from "../../faults/journal.ts";
import type { ClusterLab } from "../cluster-lab.ts";
import { eventually, eventuallyAsync } from "../workspace.ts";

/** From one master to five and back, by machines.ts and deploy alone, while a client writes and reads through the VIP. */
export function membership(lab: ClusterLab): void {
  describe("masters that come and go", () => {
    const faulty = new FaultyLab(lab);
    /** What was done in which time. */
    const spans: { readonly what: string; readonly from: number; readonly to: number }[] = [];
    let client: Awaited<ReturnType<FaultyLab["client"]>>;
    let ids: readonly string[];

    beforeAll(async () => {
      lab.workspace.mustQuorate("lab", "deploy", "--all", "--yes");
      await eventually("the cluster is there", 300, () => faulty.isWhole());
      ids = faulty.clusterIds();
      client = await faulty.client();
    });
    afterAll(async () => {
      await client?.end();
    });

    /** machines.ts has so many masters from now on, and the lab as many hosts; those that go stay until they are let go. */
    function write(masters: number): void {
      const grows = masters > lab.masters.length;
      lab.change({ masters });
      lab.workspace.mustQuorate("genCerts", "certs");
      if (grows) lab.workspace.mustQuorate("lab", "up");
    }

    /** Deploys, and expects it to be well. */
    async function deploy(...further: readonly string[]): Promise<void> {
      const { code, said } = await faulty.deploy(...further).ended;
      expect(code, said).toBe(0);
    }

    async function timed(what: string, act: () => Promise<void>): Promise<void> {
      const from = Date.now();
      await act();
      spans.push({ what, from, to: Date.now() });
    }

    /** What is true after each change. */
    async function isAsTheFileSays(): Promise<void> {
      await eventually("the cluster is whole", 300, () => faulty.isWhole());
      expect(faulty.members()).toEqual({ voters: lab.masters, others: [] });
      expect(faulty.clusterIds()).toEqual(ids);
      const { said } = await faulty.deploy().ended;
      for (const name of lab.masters) expect(said).toContain(`No action needed on ${name}`);
    }

    test("one master becomes three", { timeout: 1_200_000 }, async () => {
      write(3);
      await timed("1 → 3", () => deploy("--yes"));
      await isAsTheFileSays();
    });

    test("three become five, by the same command once more where deploy dies while a member learns", {
      timeout: 1_800_000,
    }, async () => {
      write(5);
      await timed("3 → 5", async () => {
        faulty.forgetJournal();
        const deployer = faulty.deploy("--yes");
        const isStarted = () => firstAt(faulty.journal(), "member-start") !== undefined;
        await eventuallyAsync(
          "a member that was added is started",
          900,
          async () => isStarted() || deployer.isOver(),
        );
        if (!isStarted()) throw new Error((await deployer.ended).said);
        deployer.kill();
        await deployer.ended;
        expect(hasEnded(faulty.journal())).toBe(false);
        expect(faulty.members()).toMatchObject({ voters: ["node1", "node2", "node3"] });
        expect(faulty.members().others).toHaveLength(1);
        await deploy("--yes");
      });
      await isAsTheFileSays();
    });

    test("five become three, and who goes is not missed once it is off", { timeout: 1_200_000 }, async () => {
      write(3);
      await timed("5 → 3", () => deploy("--remove", "node4", "--remove", "node5"));
      await timed("5 → 3: switched off", async () => void lab.workspace.mustQuorate("lab", "up"));
      await isAsTheFileSays();
    });

    test("three become one", { timeout: 1_200_000 }, async () => {
      write(1);
      await timed("3 → 1", () => deploy("--remove", "node2", "--remove", "node3"));
      await timed("3 → 1: switched off", async () => void lab.workspace.mustQuorate("lab", "up"));
      await isAsTheFileSays();
    });

    test("all that was acknowledged is there, in the one cluster of the beginning", () => {
      return client.end().then((history) => {
        const there = faulty.written();
        expect(acknowledged(history).filter((key) => !there.has(key))).toEqual([]);
        expect(acknowledged(history).length).toBeGreaterThan(500);
        expect(history.filter(({ why }) => why?.includes("not there"))).toEqual([]);
        expect(faulty.clusterIds()).toEqual(ids);
        for (const { what, from, to } of spans)
          process.stderr.write(`${what}: ${figures(history, from, to)}\n`);
      });
    });
  });
}

/** How long it took, and for how long nothing could be written or read meanwhile, and in the ten seconds after it. */
function figures(history: readonly Answered[], from: number, to: number): string {
  const during = history.filter(({ at }) => at >= from && at <= to + 10_000);
  const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;
  const failed = during.filter(({ ok }) => !ok).length;
  return `${seconds(to - from)}; no write for ${seconds(longestGap(during, "write"))}, no read for ${seconds(longestGap(during, "read"))}; ${failed} of ${during.length} requests were not answered well`;
}
