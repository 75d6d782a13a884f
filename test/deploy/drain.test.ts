import { randomUUID } from "node:crypto";
import { existsSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Runner } from "@quorate/command";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { DeployOptions } from "../../apps/deploy/options.ts";
import type { TestHost } from "./host.ts";
import { type DeployRun, Scene } from "./scene.ts";

// Nodes that are drained and rebooted over real ssh. The API is a file, and kubectl a stand-in that reads it.

const NAMES = ["node1", "node2", "node3"] as const;

let scene: Scene;
const hosts = new Map<string, TestHost>();

/** What the API has. */
interface Api {
  nodes: {
    metadata: { name: string; resourceVersion: string; annotations: Record<string, string> };
    spec: { unschedulable?: boolean };
    status: object;
  }[];
  pods: object[];
  budgets: object[];
  workloads: string[];
}

const apiFile = () => join(scene.folder, "api.json");
const api = (): Api => JSON.parse(readFileSync(apiFile(), "utf8")) as Api;
const change = (what: (api: Api) => void): void => {
  const now = api();
  what(now);
  writeFileSync(apiFile(), JSON.stringify(now));
};
const cordonOf = (name: string) => {
  const found = api().nodes.find(({ metadata }) => metadata.name === name);
  return { cordoned: found?.spec.unschedulable ?? false, annotations: found?.metadata.annotations };
};
const disk = (name: string, path: string) => join(scene.folder, "hosts", name, path);
const bootOf = (name: string) => readFileSync(disk(name, "boot_id"), "utf8");

/** One pod of a Deployment on node1, which a budget of so many required pods of one lets go or not. */
function podOnNode1(required: number, replicas: number): void {
  change((now) => {
    const labels = { app: "web" };
    now.pods = [
      {
        metadata: {
          ...{ name: "web-0", namespace: "default", labels },
          ownerReferences: [{ controller: true, kind: "ReplicaSet", name: "web" }],
        },
        spec: { nodeName: "node1" },
        status: { phase: "Running", conditions: [{ type: "Ready", status: "True" }] },
      },
    ];
    now.budgets = [
      {
        metadata: { name: "web", namespace: "default" },
        spec: { selector: { matchLabels: labels }, minAvailable: required },
        status: { disruptionsAllowed: 0, currentHealthy: 1, desiredHealthy: required, expectedPods: 1 },
      },
    ];
    now.workloads = [`ReplicaSet|default|web|${replicas}|Deployment|web`];
  });
}

/** A host starts anew: what is in its profile, in another boot. */
async function boot(name: string): Promise<void> {
  await hosts.get(name)?.stop();
  writeFileSync(disk(name, "boot_id"), `${randomUUID()}\n`);
  const system = disk(name, "run/current-system");
  rmSync(system, { force: true });
  const profiles = disk(name, "nix/var/nix/profiles");
  if (existsSync(join(profiles, "system"))) {
    const generation = readlinkSync(join(profiles, "system"));
    symlinkSync(readlinkSync(join(profiles, generation)), system);
  }
  hosts.set(name, await scene.start(name));
}

/** Deploys to node1, which is rebooted, as `reboot` tells a machine to. */
async function deploy(
  options: Partial<DeployOptions> = {},
  seen: (description: string) => void = () => {},
): Promise<DeployRun> {
  const rebooting =
    (run: Runner): Runner =>
    async (command) => {
      const output = await run(command);
      if (command.description === "reboot" && command.node !== undefined) await boot(command.node);
      seen(command.description);
      return output;
    };
  return await scene.deploy({ targets: ["node1"], reboot: "always", ...options }, rebooting);
}

beforeAll(async () => {
  if (process.getuid?.() !== 0) throw new Error("this test starts sshd in namespaces: run it as root");
  scene = await Scene.make();
  const nodes = NAMES.map((name) => ({
    metadata: { name, resourceVersion: "1", annotations: {} },
    spec: {},
    status: { conditions: [{ type: "Ready", status: "True" }] },
  }));
  writeFileSync(apiFile(), JSON.stringify({ nodes, pods: [], budgets: [], workloads: [] }));
  for (const name of NAMES) {
    const host = await scene.startMember(name);
    writeFileSync(host.at("run/api"), apiFile());
    hosts.set(name, host);
    await boot(name);
  }
  const first = await scene.deploy({ all: true });
  if (first.code !== 0) throw new Error(first.err.join("\n"));
});

afterAll(async () => {
  await scene?.dispose();
});

let revision = 0;
beforeEach(() => scene.writeFlake(`revision-${++revision}`));

test("a budget that can never let a pod go is refused before anything is touched", async () => {
  podOnNode1(1, 1);
  const before = bootOf("node1");
  const run = await deploy();
  expect(run.code, run.err.join("\n")).toBe(1);
  expect(run.err.join("\n")).toMatch(/default\/web can never let default\/web-0 go.*\[budget-never-met\]/s);
  expect(cordonOf("node1")).toEqual({ cordoned: false, annotations: {} });
  expect(bootOf("node1")).toBe(before);
});

test("a drain that a budget holds goes on once that lets go, and what is ours is uncordoned", async () => {
  // Two replicas: another pod may come, so that it is no refusal.
  podOnNode1(1, 2);
  const before = bootOf("node1");
  let asked = 0;
  const cordons: unknown[] = [];
  const run = await deploy({}, (description) => {
    if (description !== "evict its pods") return;
    cordons.push(cordonOf("node1"));
    if (++asked === 2) change(({ budgets }) => budgets.splice(0));
  });
  expect(run.code, run.err.join("\n")).toBe(0);
  expect(asked).toBeGreaterThan(2);
  const ours = { cordoned: true, annotations: { "quorate/cordoned-by": expect.stringContaining("me@here") } };
  expect(cordons[0]).toEqual(ours);
  expect(api().pods).toEqual([]);
  expect(bootOf("node1")).not.toBe(before);
  expect(cordonOf("node1")).toEqual({ cordoned: false, annotations: {} });
});

test("what somebody else has cordoned stays cordoned", async () => {
  change((now) => {
    for (const { metadata, spec } of now.nodes) if (metadata.name === "node1") spec.unschedulable = true;
  });
  const run = await deploy();
  expect(run.code, run.err.join("\n")).toBe(0);
  expect(cordonOf("node1")).toEqual({ cordoned: true, annotations: {} });
});
