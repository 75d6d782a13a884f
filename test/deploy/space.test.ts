import { existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestHost } from "./host.ts";
import { Scene } from "./scene.ts";

// What has no room on a machine is seen before anything of it is changed.

let scene: Scene;
let node1: TestHost;
const MIB = 1024 ** 2;
const activations = () => readFileSync(node1.at("run/activations"), "utf8");

/** Systems with a kernel and an initial ramdisk of a mebibyte each, and so much more. */
function flake(what: string, more = 0): void {
  const file = (name: string, bytes: number) => `head -c ${bytes} /dev/urandom > $out/${name}`;
  scene.writeFlake(
    what,
    "",
    [file("kernel", MIB), file("initrd", MIB), file("more", more)].join("\n        "),
  );
}

beforeAll(async () => {
  if (process.getuid?.() !== 0) throw new Error("this test starts sshd in namespaces: run it as root");
  scene = await Scene.make();
  node1 = await scene.startMember("node1");
  await scene.startMember("node2");
  await scene.startMember("node3");
  flake("first");
  const first = await scene.deploy({ targets: ["node1"] });
  if (first.code !== 0) throw new Error(first.err.join("\n"));
});

afterAll(async () => {
  await scene?.dispose();
});

test("a /boot without room for the new kernel ends it before anything is staged; little room is told", async () => {
  flake("second");
  node1.mount("/boot", 3 * MIB);
  const before = activations();
  const full = await scene.deploy({ targets: ["node1"] });
  expect(full.code).toBe(1);
  expect(full.err.join("\n")).toContain(
    "node1 has 3 MiB free in /boot, and the kernel and initial ramdisk of its new system take 2 MiB",
  );
  expect(full.err.join("\n")).toContain("[boot-space-short]");
  expect(full.err.join("\n")).not.toContain("copying the closure");
  expect(activations()).toBe(before);

  node1.mount("/boot", 5 * MIB);
  const little = await scene.deploy({ targets: ["node1"] });
  expect(little).toMatchObject({ code: 0, out: ["node1: deployed"] });
  expect(little.err.join("\n")).toContain("[boot-space-low]");
  expect(activations()).not.toBe(before);
});

test("a store without room for what is not in it yet is not copied to", async () => {
  flake("third", 12 * MIB);
  const before = activations();
  const copied: string[] = [];
  const run = await scene.deploy({ targets: ["node1"] }, (run) => async (command) => {
    if (command.argv.includes("copy")) copied.push(command.argv.at(-1) ?? "");
    // Its store is given an end only once it was looked at.
    if (command.description === "keep the closure from the garbage collector") {
      const [program, ...words] = command.argv;
      return await run({ ...command, argv: [program, ...words.map(withLittleSpace)] });
    }
    return await run(command);
  });
  expect(run).toMatchObject({ code: 1, out: ["node1: failed"] });
  expect(run.err.join("\n")).toMatch(/takes 1[45] MiB, and 9 MiB are free in \/nix/);
  expect(run.err.join("\n")).toContain("[nix-space-short]");
  expect(copied).toEqual([]);
  expect(activations()).toBe(before);
  expect(existsSync(node1.at("var/lib/quorate/watchdog/armed"))).toBe(false);
});

/** As `df` would tell it of a small disk: one with a store in it is not made smaller. */
function withLittleSpace(argument: string): string {
  return argument.replace("set -eu", "set -eu\ndf() { printf 'head\\nx 1 1 9999 1 /nix\\n'; }");
}
