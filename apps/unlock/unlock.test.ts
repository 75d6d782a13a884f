import { resolvedCluster } from "@quorate/cluster/testing";
import type { Command } from "@quorate/command";
import { describe, expect, test } from "vitest";
import example from "../../examples/three-masters-bgp.ts";
import { keptContext } from "../testing/context.ts";
import { unlockCluster } from "./unlock.ts";

const cluster = resolvedCluster(example);
const holder = { run: "r1", by: "root@ops1", command: "deploy --all", since: 0, identity: "" };
const lock = (state: string, age: number) =>
  `lock=${state} r1\nlock-holder=${JSON.stringify(holder)}\nlock-age=${age}\n`;

/** Unlocks where every host has this lock, or cannot be asked. */
async function unlock(locks: readonly (string | undefined)[], yes = false, json = false) {
  const context = keptContext({ json });
  const broken: string[] = [];
  const run = async ({ node, description }: Command) => {
    const said = locks[cluster.nodes.findIndex(({ name }) => name === node)];
    if (said === undefined) return { code: 255, stdout: "", stderr: "lost" };
    if (description === "break the lock") {
      broken.push(node ?? "");
      return { code: 0, stdout: "lock-answer=ours\n", stderr: "" };
    }
    return { code: 0, stdout: `lock-answer=theirs\n${said}`, stderr: "" };
  };
  const code = await unlockCluster(cluster, "/certs", yes, run, context);
  return { code, out: context.lines, err: context.errors.join("\n"), broken };
}

describe("unlock", () => {
  test("says that nobody has it, and breaks nothing", async () => {
    expect(await unlock(["", lock("released", 9), ""])).toMatchObject({
      code: 0,
      out: ["node1: nobody has the lock", "node2: nobody has the lock", "node3: nobody has the lock"],
      broken: [],
    });
  });

  test("takes it from a run that is no more heard of", async () => {
    const run = await unlock([lock("held", 200), lock("held", 200), ""]);
    expect(run).toMatchObject({ code: 0, broken: ["node1", "node2"] });
    expect(run.out[0]).toBe("node1: taken from root@ops1, deploy --all, since 1970-01-01 00:00 UTC");
  });

  test("takes it from one that was heard of only with consent", async () => {
    const run = await unlock([lock("held", 10), lock("held", 200), ""]);
    expect(run).toMatchObject({ code: 2, out: [], broken: [] });
    expect(run.err).toContain("last heard of 10 s ago [unlock-needs-yes]");
    expect(await unlock([lock("held", 10), "", ""], true)).toMatchObject({ code: 0, broken: ["node1"] });
  });

  test("names the hosts that could not be asked, and does the others", async () => {
    const run = await unlock([lock("held", 200), undefined, ""]);
    expect(run).toMatchObject({ code: 1, broken: ["node1"] });
    expect(run.err).toContain("node2 could not be asked for the lock [lock-not-asked]");
  });

  test("tells a program", async () => {
    const run = await unlock([lock("held", 200), "", ""], false, true);
    expect(JSON.parse(run.out.join("\n"))).toEqual({
      ok: true,
      broken: { node1: true, node2: false, node3: false },
    });
  });
});
