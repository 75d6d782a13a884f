import { existsSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SECRETS_DIRECTORY } from "@quorate/cluster";
import type { Runner } from "@quorate/command";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TestHost } from "./host.ts";
import { Scene } from "./scene.ts";

// Hosts that go back to what they ran: by themselves where nobody hears of them, else as soon as deploy says so.

let scene: Scene;
const hosts = new Map<string, TestHost>();
const host = (name: string): TestHost => {
  const found = hosts.get(name);
  if (found === undefined) throw new Error(name);
  return found;
};
/** A host's disk, as this machine sees it. */
const disk = (name: string, path: string) => join(scene.folder, "hosts", name, path);
const activations = (name: string) => readFileSync(disk(name, "run/activations"), "utf8");
const WATCHDOG = "var/lib/quorate/watchdog";
const names = ["node1", "node2", "node3"];
const untouched = ["node2", "node3"].map((name) => `${name}: not touched, everything is staged on it`);

/** A system that lets the operator in at the port that is asked at, and then does as it is told. */
function flake(what: string, activation = ""): void {
  const { folder, certificates, cluster } = scene;
  scene.writeFlake(
    what,
    `cp ${certificates}/operator/id_ed25519.pub ${folder}/hosts/\${name}/authorized_keys
     listens ${cluster.ssh.port}
     ${activation}`.replaceAll(
      /listens (\d+)/g,
      (_, port) =>
        `if ! grep -q '^ListenAddress.*:${port}$' ${folder}/hosts/\${name}/sshd_config; then sed -i '/^ListenAddress/s/:[0-9]*$/:${port}/' ${folder}/hosts/\${name}/sshd_config; kill -HUP 1; fi`,
    ),
  );
}

beforeAll(async () => {
  if (process.getuid?.() !== 0) throw new Error("this test starts sshd in namespaces: run it as root");
  scene = await Scene.make();
  for (const name of names) hosts.set(name, await scene.startMember(name));
  flake("first");
  const first = await scene.deploy({ all: true });
  if (first.code !== 0) throw new Error(first.err.join("\n"));
  expect(first).toMatchObject({ code: 0, out: names.map((name) => `${name}: deployed`) });
});

afterAll(async () => {
  await scene?.dispose();
});

describe("a system that lets nobody in any more", () => {
  test.each([
    ["empties the operator's keys", "keyless", () => `: > ${scene.folder}/hosts/\${name}/authorized_keys`],
    ["moves sshd to another port", "moved", () => `listens ${scene.cluster.ssh.port + 1}`],
  ])("%s: the node goes back by itself, and none after it is touched", async (_, what, activation) => {
    const before = readlinkSync(disk("node1", "run/current-system"));
    const others = names.slice(1).map(activations);
    flake(what, activation());
    const run = await scene.deploy({ all: true, watchdog: "15" });
    expect(run).toMatchObject({ code: 1, out: ["node1: failed, and taken back", ...untouched] });
    const said = run.err.join("\n");
    expect(said).toContain("goes back to what it runs, with its secrets, 15 s after the last word");
    expect(said).toContain("[no-way-in]");
    expect(said).toContain(`node1 runs and boots ${before}, not confirmed`);
    expect(names.slice(1).map(activations)).toEqual(others);
    expect(activations("node1").split("\n").at(-3)).toContain(`-node1-${what}-`);
    expect(activations("node1").split("\n").at(-2)).toBe(`switch ${before}`);
    expect(readFileSync(disk("node1", `${WATCHDOG}/went-back`), "utf8")).toContain(
      "because=silence\ncode=0\n",
    );
    expect(existsSync(disk("node1", "etc/systemd/system.control/quorate-watchdog.service"))).toBe(false);

    flake(`mended-${what}`);
    const mended = await scene.deploy({ all: true });
    expect(mended).toMatchObject({ code: 0, out: names.map((name) => `${name}: deployed`) });
    expect(existsSync(disk("node1", `${WATCHDOG}/went-back`))).toBe(false);
  });
});

test("what takes longer than a watchdog waits is waited for, as long as somebody can get in", async () => {
  flake("slow");
  const touched = disk("node1", "run/activations");
  const check = {
    name: "storage",
    run: `[ $(($(date +%s) - $(stat -c %Y ${touched}))) -ge 25 ]`,
    on: undefined,
    timeout: 60,
    within: 100,
  };
  const { rollout } = scene.cluster;
  const asking = Scene.at({
    ...scene.place,
    cluster: { ...scene.cluster, rollout: { ...rollout, checks: [check] } },
  });
  const run = await asking.deploy({ targets: ["node1"], watchdog: "10" });
  expect(run, run.err.join("\n")).toMatchObject({ code: 0, out: ["node1: deployed"] });
  expect(existsSync(disk("node1", `${WATCHDOG}/went-back`))).toBe(false);
});

test("a boot that does not get far is followed by one of the system of before", async () => {
  const before = readlinkSync(disk("node1", "run/current-system"));
  // As if that had been booted since the watchdog was armed: nothing of this host's targets is reached.
  const booted = `sed -i "s/^boot=.*/boot=another/" /${WATCHDOG}/armed; : >/run/booting`;
  flake("half-booted", `: > ${scene.folder}/hosts/\${name}/authorized_keys; ${booted}`);
  const run = await scene.deploy({ targets: ["node1"], watchdog: "15" });
  expect(run).toMatchObject({ code: 1, out: ["node1: failed, and taken back"] });
  // No switch in the midst of a boot.
  expect(activations("node1").split("\n").slice(-3)).toEqual(["booted", `boot ${before}`, ""]);
  expect(readFileSync(disk("node1", "run/reboots"), "utf8")).toBe("reboot\n");

  flake("mended-half-booted");
  expect(await scene.deploy({ targets: ["node1"] })).toMatchObject({ code: 0, out: ["node1: deployed"] });
});

describe("secrets", () => {
  const secret = (file: string) => disk("node1", `${SECRETS_DIRECTORY}/${file}`);

  /** As an older system had them: one file more, and another key. */
  function olden(): void {
    writeFileSync(secret("only-the-old-one.key"), "old", { mode: 0o600 });
    writeFileSync(secret("etcd-peer.key"), "another");
  }

  test("are those of before where the system that followed does not activate", async () => {
    olden();
    const before = readlinkSync(disk("node1", "run/current-system"));
    flake("broken", "exit 2");
    const run = await scene.deploy({ targets: ["node1"] });
    expect(run).toMatchObject({ code: 1, out: ["node1: failed, and taken back"] });
    expect(run.err.join("\n")).toContain("node1: taking back: going back to what it ran before");
    expect(readlinkSync(disk("node1", "run/current-system"))).toBe(before);
    expect(readFileSync(secret("etcd-peer.key"), "utf8")).toBe("another");
    expect(readFileSync(secret("only-the-old-one.key"), "utf8")).toBe("old");
    expect(readFileSync(disk("node1", `${WATCHDOG}/went-back`), "utf8")).toContain("because=asked\n");

    flake("mended");
    expect(await scene.deploy({ targets: ["node1"] })).toMatchObject({ code: 0, out: ["node1: deployed"] });
    expect(readFileSync(secret("etcd-peer.key"), "utf8")).toBe(scene.secret("node1", "etcd-peer.key"));
    expect(existsSync(secret("only-the-old-one.key"))).toBe(false);
    // What could be gone back to is kept, and nobody but root sees it.
    expect(readdirSync(disk("node1", `${WATCHDOG}/previous/secrets`))).toContain("only-the-old-one.key");
    expect(await scene.deploy({ targets: ["node1"] })).toMatchObject({ out: ["No action needed on node1"] });
  });

  test("are those of before after a power cut that came before the switch", async () => {
    olden();
    const before = activations("node1");
    flake("cut");
    const cut =
      (run: Runner): Runner =>
      async (command) => {
        if (command.description === "set the system profile") {
          await host("node1").stop();
          const output = await run(command);
          hosts.set("node1", await scene.start("node1"));
          return output;
        }
        // Nobody asks it to: it has to do so by itself.
        while (
          command.description === "go back to what it ran" &&
          existsSync(disk("node1", `${WATCHDOG}/armed`))
        ) {
          await new Promise((resolve) => setTimeout(resolve, 200));
        }
        return await run(command);
      };
    const run = await scene.deploy({ targets: ["node1"], watchdog: "10" }, cut);
    expect(run).toMatchObject({ code: 1, out: ["node1: failed, and taken back"] });
    expect(readFileSync(secret("etcd-peer.key"), "utf8")).toBe("another");
    expect(readFileSync(secret("only-the-old-one.key"), "utf8")).toBe("old");
    expect(activations("node1")).toBe(before);
    expect(await scene.deploy({ targets: ["node1"] })).toMatchObject({ code: 0, out: ["node1: deployed"] });
  });
});
