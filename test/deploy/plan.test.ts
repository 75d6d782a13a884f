import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { planCluster } from "../../apps/plan/plan.ts";
import { keptContext } from "../../apps/testing/context.ts";
import { planOptions } from "../../apps/testing/plan-options.ts";
import { Scene } from "./scene.ts";

// What a plan says of units, by what a host runs and what was built for it.

let scene: Scene;

/** Systems with these units. */
function flake(what: string, units: { readonly [name: string]: string }): void {
  const at = "$out/etc/systemd/system";
  const files = Object.entries(units).map(([name, text]) => `echo "${text}" > ${at}/${name}`);
  scene.writeFlake(what, "", [`mkdir -p ${at}`, ...files].join("\n        "));
}

beforeAll(async () => {
  if (process.getuid?.() !== 0) throw new Error("this test starts sshd in namespaces: run it as root");
  scene = await Scene.make();
  for (const name of ["node1", "node2", "node3"]) await scene.startMember(name);
  flake("first", { "etcd.service": "1", "sshd.service": "1", "old.service": "1", "kubelet.service": "1" });
  const first = await scene.deploy({ targets: ["node1"] });
  if (first.code !== 0) throw new Error(first.err.join("\n"));
});

afterAll(async () => {
  await scene?.dispose();
});

test("which units restart is told of what was built, and no closure is copied for that", async () => {
  flake("second", { "etcd.service": "2", "sshd.service": "X-ReloadIfChanged=true", "kubelet.service": "1" });
  const commands: string[] = [];
  const plan = async (build: boolean) => {
    const context = keptContext({ json: false, cwd: scene.folder, now: () => scene.now });
    const options = planOptions({ targets: ["node1"], build, certificates: scene.certificates });
    const world = scene.world(context, (run) => async (command) => {
      commands.push(command.description);
      return await run(command);
    });
    const code = await planCluster(scene.cluster, join(scene.flake, "machines.ts"), options, context, world);
    expect(code, context.errors.join("\n")).toBe(0);
    return context.lines.join("\n");
  };
  const built = await plan(true);
  expect(built).toMatch(/^ {2}restarts: etcd\.service$/m);
  expect(built).toMatch(/^ {2}reloads: sshd\.service$/m);
  expect(built).toMatch(/^ {2}stops: old\.service$/m);
  expect(built).not.toContain("kubelet.service");
  expect(await plan(false)).toContain("units, reboot: not known, its new system is not built yet");
  expect(commands).not.toContain("copy the closure");
});
