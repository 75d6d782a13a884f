import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Cluster, IpAddress } from "@quorate/cluster";
import { resolvedCluster } from "@quorate/cluster/testing";
import { createSystemRunner } from "@quorate/command";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import machines from "../../../../machines.ts";
import { hostPaths } from "../model/host-paths.ts";
import type { LabPlan } from "../model/lab-plan.ts";
import { planLab } from "../model/plan-lab.ts";
import { labSettings } from "../model/settings.ts";
import { movedNodes, refuseAddressChange } from "./address-change.ts";
import { isInstalled } from "./installed.ts";

const cluster = resolvedCluster(machines);
const world = { run: createSystemRunner({ onLine: () => {}, verbose: false }), say: () => {} };

let stateRoot = "";
beforeEach(() => {
  stateRoot = mkdtempSync(join(tmpdir(), "quorate-addresses-"));
});
afterEach(() => rmSync(stateRoot, { recursive: true }));

function planOf(different: Partial<Cluster> = {}): LabPlan {
  return planLab({ ...cluster, ...different }, { ...labSettings({}), stateRoot });
}

/** The cluster with other addresses, by the machine's name. */
function at(addresses: { readonly [name: string]: string }): Partial<Cluster> {
  const addressOf = (name: string) => addresses[name] as IpAddress | undefined;
  return {
    nodes: cluster.nodes.map((node) => ({ ...node, address: addressOf(node.name) ?? node.address })),
    routers: cluster.routers.map((router) => ({
      ...router,
      addresses: router.addresses.map((own) => ({ ...own, address: addressOf(router.name) ?? own.address })),
    })),
  };
}

/** A disk of a machine that is off, with or without the link that an installation makes. */
function makeDisk(plan: LabPlan, name: string, installed: boolean): void {
  const machine = plan.machines.find((one) => one.name === name);
  if (machine === undefined) throw new Error(`no ${name}`);
  const { disk } = hostPaths(machine.folder);
  const content = join(stateRoot, `content-${name}`);
  const profiles = join(content, "upper/nix/var/nix/profiles");
  mkdirSync(profiles, { recursive: true });
  if (installed) symlinkSync("/nix/store/some-system", join(profiles, "system"));
  mkdirSync(dirname(disk), { recursive: true });
  writeFileSync(disk, "");
  const made = spawnSync("mkfs.ext4", ["-q", "-F", "-O", "^has_journal", "-d", content, disk, "8M"]);
  if (made.status !== 0) throw new Error(`mkfs.ext4: ${made.stderr}`);
}

test.each<readonly [string, Partial<Cluster>, readonly string[]]>([
  ["nothing", {}, []],
  ["a node elsewhere", at({ node1: "10.0.0.21" }), ["node1"]],
  ["two that change places", at({ node1: "10.0.0.12", node2: "10.0.0.11" }), ["node1", "node2"]],
  ["a router elsewhere", at({ router: "10.0.0.2" }), []],
  ["a node less", { nodes: cluster.nodes.slice(1) }, []],
])("%s", (_, different, moved) => {
  expect(movedNodes(planOf(), planOf(different)).map(({ name }) => name)).toEqual(moved);
});

describe.runIf(spawnSync("mkfs.ext4", ["-V"]).error === undefined)("a node with another address", () => {
  const refuse = async () =>
    await refuseAddressChange(
      world,
      { plan: planOf(), baseTree: "/base", artefacts: "/artefacts" },
      planOf(at({ node1: "10.0.0.21" })),
    );

  test("is refused where it is installed, by both addresses", async () => {
    makeDisk(planOf(), "node1", true);
    const problems = await refuse();
    expect(problems).toMatchObject([{ code: "lab-address-changed", exit: "wrong-input", where: "node1" }]);
    expect(problems[0]?.message).toContain("10.0.0.11, and machines.ts says 10.0.0.21");
  });

  test("may have it where it is bare", async () => {
    makeDisk(planOf(), "node1", false);
    // Another node that is installed is where it was.
    makeDisk(planOf(), "node2", true);
    expect(await refuse()).toEqual([]);
  });

  test("may have it where it was never made", async () => {
    expect(await refuse()).toEqual([]);
  });

  test("is not taken for bare where its disk can't be read", async () => {
    const [machine] = planOf().machines;
    if (machine === undefined) throw new Error("no machine");
    mkdirSync(machine.folder, { recursive: true });
    writeFileSync(hostPaths(machine.folder).disk, "no file system");
    expect(await isInstalled(world, machine)).toMatchObject({ ok: false });
  });
});
