import { existsSync, readdirSync, readFileSync } from "node:fs";
import { SECRETS_DIRECTORY, secretFilesOfNode } from "@quorate/cluster";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Ended, runDeployer } from "./deployer-process.ts";
import type { TestHost } from "./host.ts";
import { type DeployerOrder, type DeployRun, Scene } from "./scene.ts";

// The deployer is a process of its own here, and is killed by the kernel, or told to stop by a real SIGINT.

const options = { targets: ["node1", "node2"] };

let scene: Scene;
let node1: TestHost;
let node2: TestHost;

beforeAll(async () => {
  scene = await Scene.make();
  for (const name of ["node1", "node2"]) {
    const host = await scene.startMember(name);
    if (name === "node1") node1 = host;
    else node2 = host;
  }
});

afterAll(async () => {
  await scene?.dispose();
});

const deployer = (order: Omit<DeployerOrder, "scene" | "options">): Promise<Ended> =>
  runDeployer(scene, { ...order, options });

const read = (host: TestHost, path: string) =>
  existsSync(host.at(path)) ? readFileSync(host.at(path), "utf8") : "";
const activations = (host: TestHost) => read(host, "run/activations").split("\n").length - 1;
/** What an activation that outlived its deployer does still. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 2_000));

/** Every point of a deployment of one node, in the order in which it comes to them, run after run. */
const POINTS: readonly Required<DeployerOrder>["endAt"][] = [
  { description: "look at the machine", when: "after", signal: "SIGKILL" },
  { description: "take the lock", when: "after", signal: "SIGKILL" },
  { description: "copy the closure", when: "before", signal: "SIGKILL" },
  { description: "copy the closure", when: "during", signal: "SIGKILL" },
  { description: "copy the closure", when: "after", signal: "SIGKILL" },
  { description: "send certificates and keys, beside those in use", when: "during", signal: "SIGKILL" },
  { description: "send certificates and keys, beside those in use", when: "after", signal: "SIGKILL" },
  { description: "put them in place", when: "during", signal: "SIGKILL" },
  { description: "set the system profile", when: "before", signal: "SIGKILL" },
  { description: "set the system profile", when: "after", signal: "SIGKILL" },
  { description: "activate", when: "before", signal: "SIGKILL" },
  { description: "activate", when: "during", signal: "SIGKILL" },
  { description: "activate", when: "after", signal: "SIGKILL" },
  { description: "wait until it lets a new connection in", when: "after", signal: "SIGKILL" },
  { description: "verify what runs", when: "after", signal: "SIGKILL" },
  { description: "write down what was verified", when: "before", signal: "SIGKILL" },
  { description: "write down what was verified", when: "after", signal: "SIGKILL" },
];

test("killed at every point, run again it goes on from what is true, and comes to its end", {
  timeout: 900_000,
}, async () => {
  for (const endAt of POINTS) {
    expect({ endAt, ended: await deployer({ endAt, state: "state" }) }).toEqual({
      endAt,
      ended: { signal: "SIGKILL" },
    });
    await settle();
    // node2 is not touched while node1 is not confirmed.
    if (endAt.description !== "write down what was verified") expect(activations(node2)).toBe(0);
  }
  expect(read(node1, "var/lib/quorate/lock")).toMatch(/^held /);

  // The next one says what the dead one was at, and has the lock at once.
  const here = await deployer({
    state: "state",
    endAt: { description: "activate", when: "during", signal: "SIGKILL" },
  });
  expect(here).toEqual({ signal: "SIGKILL" });
  await settle();
  // From another machine, without that journal: the machines are asked.
  const last = (await deployer({ state: "another" })) as DeployRun;
  expect(last).toMatchObject({ code: 0, out: ["No action needed on node1", "node2: deployed"] });
  expect(last.err.join("\n")).not.toContain("did not come to its end");
  for (const [name, host] of [
    ["node1", node1],
    ["node2", node2],
  ] as const) {
    expect(read(host, "var/lib/quorate/confirmed")).toContain(`fingerprint=${scene.fingerprint(name)}\n`);
    expect(read(host, "var/lib/quorate/lock")).toMatch(/^released /);
    const wanted = secretFilesOfNode(scene.cluster, scene.node(name));
    expect(readdirSync(host.at(SECRETS_DIRECTORY)).sort()).toEqual(wanted.map(({ file }) => file).sort());
    for (const { file } of wanted) {
      expect(read(host, `${SECRETS_DIRECTORY}/${file}`)).toBe(scene.secret(name, file));
    }
  }
  expect(await deployer({ state: "state" })).toMatchObject({
    code: 0,
    out: ["No action needed on node1", "No action needed on node2"],
    err: expect.arrayContaining([
      expect.stringMatching(/an earlier run .* did not come to its end: it ended .*on node2/),
    ]),
  });
});

test("told to stop it stops after its step, and says what is true and what to run", async () => {
  // Whatever was done before: both are what they should be.
  expect(await deployer({ state: "state" })).toMatchObject({ code: 0 });
  scene.writeFlake("stopped", "sleep 1");
  const before = activations(node1);
  const endAt = { description: "activate", when: "during", signal: "SIGINT" } as const;
  const stopped = (await deployer({ state: "state", endAt })) as DeployRun;
  expect(stopped).toMatchObject({
    code: 130,
    out: ["node1: begun, not finished, and taken back", "node2: not touched, everything is staged on it"],
  });
  const said = stopped.err.join("\n");
  expect(said).toContain(
    "stopping after what is under way (node1: activating); Control-C again stops at once",
  );
  expect(said).toMatch(/node1 runs and boots \/nix\/store\/\S+-node1-first-\S+, not confirmed/);
  expect(said).toMatch(/node2 runs and boots \/nix\/store\/\S+-node2-first-\S+, confirmed/);
  expect(said).toContain("etcd: 2 of 3");
  expect(said).toContain("next: `quorate deploy node1 node2");
  // There and back.
  expect(activations(node1)).toBe(before + 2);
  expect(read(node1, "var/lib/quorate/lock")).toMatch(/^released /);
  expect(await deployer({ state: "state" })).toMatchObject({
    code: 0,
    out: ["node1: deployed", "node2: deployed"],
  });
});
