import type { HostName } from "@quorate/cluster";
import { parseProbe } from "@quorate/rollout";
import { describe, expect, test } from "vitest";
import { kindsOf, testHost, testRevision, testWorld } from "../testing/worlds.ts";
import { activate } from "./activation.ts";
import type { Host } from "./host.ts";
import { cutPower, powerOn, reboot } from "./power.ts";
import { probeText } from "./probe-text.ts";
import { type Answer, type Deployer, killDeployer, overSsh } from "./ssh.ts";
import type { Defect } from "./system.ts";
import { type Work, workOn } from "./work.ts";
import type { World } from "./world.ts";

const paths = { certificates: "/certs" };
const before = testRevision(["stacked", "stacked", "stacked", "worker"]);

function newDeployer(): Deployer {
  return { alive: true, connections: new Map() };
}

/** The answer to a look, as it is read by the product; what the world says of a look where nobody answers. */
function lookAt(
  world: World,
  number: number,
  deployer = newDeployer(),
  connection: "shared" | "own" = "own",
) {
  const host = testHost(world, number);
  const answers: Answer[] = [];
  overSsh(
    world,
    deployer,
    host,
    { connection, abandoned: "ends", timeoutSeconds: 60 },
    // biome-ignore lint/correctness/useYield: it takes no time.
    function* (): Work<Answer> {
      return { code: 0, stdout: probeText(world, host, host.member !== undefined), stderr: "" };
    },
    (answer) => answers.push(answer),
  );
  world.pass(90);
  expect(answers).toHaveLength(1);
  return parseProbe(host.name, answers[0] ?? { code: 0, stdout: "", stderr: "" }, paths);
}

describe("what a host prints is what the product reads", () => {
  test("of a member that runs what was deployed", () => {
    const world = testWorld(before);
    const system = before.systems.get("node1");
    const secrets = before.targets.get("node1")?.secrets ?? [];
    expect(lookAt(world, 1)).toMatchObject({
      kind: "installed",
      node: "node1",
      currentSystem: system?.path,
      profile: system?.path,
      fingerprint: system?.fingerprint,
      secrets: Object.fromEntries(secrets.map(({ file, digest }) => [file, digest])),
      etcdRunning: true,
      etcd: {
        data: "yes",
        membership: {
          clusterId: expect.stringMatching(/^[0-9a-f]+$/),
          members: before.cluster.etcd.members.map(({ name, peerUrl }) => ({
            id: expect.stringMatching(/^[0-9a-f]+$/),
            name,
            peerUrls: [peerUrl],
            started: true,
          })),
        },
      },
      activation: "idle",
      confirmed: { closure: system?.path, fingerprint: system?.fingerprint },
    });
  });

  test("of a worker, which is not asked about etcd", () => {
    expect(lookAt(testWorld(before), 4)).toMatchObject({
      kind: "installed",
      etcdRunning: false,
      etcd: { data: "unknown", joining: false, membership: "unknown" },
    });
  });

  test("of a bare machine", () => {
    const world = testWorld(undefined, [before]);
    expect(lookAt(world, 2)).toEqual({ kind: "bare", node: "node2", reason: "foreign-host-key" });
  });
});

describe("who can't be looked at is said to be so, in ssh's words", () => {
  const cases: readonly (readonly [string, (host: Host, world: World) => void, string])[] = [
    ["off", (host, world) => cutPower(world, host), "host-unreachable"],
    ["booting", (host, world) => reboot(world, host), "host-unreachable"],
    ["without a cable", (host) => Object.assign(host, { cut: true }), "host-unreachable"],
    ["frozen", (host) => Object.assign(host, { frozen: true }), "host-unreachable"],
    ["dropping what is new", ({ door }) => Object.assign(door, { firewall: true }), "host-unreachable"],
    ["listening elsewhere", ({ door }) => Object.assign(door, { port: 23 }), "ssh-refused"],
    ["letting nobody in", ({ door }) => Object.assign(door, { login: false }), "ssh-denied"],
  ];
  test.each(cases)("%s", (_, change, code) => {
    const world = testWorld(before);
    change(testHost(world, 1), world);
    // A machine that boots may be back by the end of a look; before that it is not.
    const seen = lookAt(world, 1);
    expect(seen.kind === "unreachable" ? seen.problem.code : seen.kind).toBe(code);
  });

  test("but the connection of before goes on through a door that was closed", () => {
    const world = testWorld(before);
    const deployer = newDeployer();
    expect(lookAt(world, 1, deployer, "shared").kind).toBe("installed");
    testHost(world, 1).door.login = false;
    expect(lookAt(world, 1, deployer, "shared").kind).toBe("installed");
    expect(lookAt(world, 1, deployer, "own").kind).toBe("unreachable");
  });
});

function activation(defect?: Defect) {
  const world = testWorld(before);
  const wanted = testRevision(["stacked", "stacked", "stacked", "worker"], {
    options: { node1: { kubelet: 1 } },
    defects: defect === undefined ? {} : { node1: defect },
  });
  const system = wanted.systems.get("node1");
  const host = testHost(world, 1);
  if (system === undefined) throw new Error("no system");
  let code: number | undefined;
  workOn(world, host, activate(world, host, system), (ended) => {
    code = ended;
  });
  world.settle();
  world.pass(120);
  return { world, host, system, code };
}

describe("an activation", () => {
  test("restarts what differs, and nothing else", () => {
    const { world, host, code } = activation();
    expect(code).toBe(0);
    expect(host.units.get("kubelet")).toBe("active");
    expect(kindsOf(world)).not.toContain("voter-stopped");
  });

  test("of another etcd takes a voter away, and says how the others were", () => {
    const { world, host } = activation({ kind: "unit", unit: "etcd", seen: true });
    expect(world.history).toContainEqual(
      expect.objectContaining({ kind: "voter-stopped", node: "node1", voters: 3 }),
    );
    expect(host.units.get("etcd")).toBe("failed");
  });

  test.each([
    [{ kind: "activation" }, 1],
    [{ kind: "unit", unit: "kubelet", seen: true }, 4],
    // A unit that starts again and again is none that failed.
    [{ kind: "unit", unit: "kubelet", seen: false }, 0],
    [{ kind: "boot" }, 0],
  ] as const)("of a system with %j ends with %d", (defect, wanted) => {
    const { host, system, code } = activation(defect);
    expect(code).toBe(wanted);
    expect(host.running).toEqual({ kind: "ours", system });
    expect(host.activation).toBe(wanted === 0 ? "idle" : "failed");
  });

  test("that is cut off by a power cut is not known of after a boot", () => {
    const world = testWorld(before);
    const host = testHost(world, 1);
    const system = testRevision(["stacked", "stacked", "stacked", "worker"], {
      defects: { node1: { kind: "network" } },
    }).systems.get("node1");
    if (system === undefined) throw new Error("no system");
    workOn(world, host, activate(world, host, system), () => {
      throw new Error("it went on without power");
    });
    cutPower(world, host);
    powerOn(world, host);
    world.pass(600);
    expect(host.running).toEqual({ kind: "ours", system: before.systems.get("node1") });
    expect(host.activation).toBe("idle");
  });
});

test("a system that does not boot stays away", () => {
  const { world, host, system } = activation({ kind: "boot" });
  if (host.disk !== undefined) host.disk.profile = system;
  reboot(world, host);
  world.pass(3600);
  expect(host.power).toBe("booting");
});

test("a deployer that is killed is told nothing, and what ends with it ends", () => {
  const world = testWorld(before);
  const deployer = newDeployer();
  const parts: string[] = [];
  const script = (name: string) =>
    function* (): Work<Answer> {
      parts.push(`${name} began`);
      yield 10;
      parts.push(`${name} ended`);
      return { code: 0, stdout: "", stderr: "" };
    };
  for (const abandoned of ["ends", "goes-on"] as const) {
    const options = { connection: "own", abandoned } as const;
    overSsh(world, deployer, world.host("node2" as HostName), options, script(abandoned), () => {
      throw new Error("told");
    });
  }
  world.pass(5);
  killDeployer(deployer);
  world.pass(60);
  expect(parts.sort()).toEqual(["ends began", "goes-on began", "goes-on ended"]);
});
