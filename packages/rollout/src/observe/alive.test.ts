import { execFileSync } from "node:child_process";
import { createServer } from "node:net";
import type { Cluster, HostName, IpAddress } from "@quorate/cluster";
import { expect, test } from "vitest";
import { testCluster } from "../testing/observations.ts";
import { aliveCommand, withAlive } from "./alive.ts";
import type { BareObservation } from "./observation.ts";

const cluster = testCluster();
const [db1] = cluster.nodes;
if (db1 === undefined) throw new Error("no node");
const bare: BareObservation = { kind: "bare", node: db1.name, reason: "foreign-host-key" };

test("asks for etcd's two ports and that of the API, at the node's address, and for ssh", () => {
  const command = aliveCommand(db1.name, cluster);
  const ports = ["answers=2379", "answers=2380", "answers=6443"];
  expect(command.argv.slice(3)).toEqual(["10.0.0.21", "reached=22", ...ports]);
  const elsewhere = { ...cluster, ssh: { ...cluster.ssh, port: 2222 } };
  expect(aliveCommand(db1.name, elsewhere).argv.slice(4)).toEqual(["reached=22", "reached=2222", ...ports]);
  expect(command).toMatchObject({
    node: "db1",
    description: "see whether a cluster answers there",
    output: "silent",
    timeoutSeconds: 10,
  });
  expect(() => aliveCommand("nobody" as HostName, cluster)).toThrow("nobody is no node");
});

/** A port of this machine at which something listens. */
async function listening(address: string): Promise<{ readonly port: number; readonly close: () => void }> {
  const server = createServer().listen(0, address);
  await new Promise((resolve) => server.once("listening", resolve));
  const bound = server.address();
  const port = typeof bound === "object" && bound !== null ? bound.port : 0;
  return { port, close: () => server.close() };
}

test("finds the port that answers, and no other; without ssh it was not asked", async () => {
  const address = "127.0.0.53" as IpAddress;
  const [api, ssh] = await Promise.all([listening(address), listening(address)]);
  const here: Cluster = {
    ...cluster,
    api: { ...cluster.api, port: api.port },
    ssh: { ...cluster.ssh, port: ssh.port },
    nodes: [{ ...db1, address }],
  };
  const ask = () => {
    // At the usual port this machine's own sshd may listen.
    const [program, ...words] = aliveCommand(db1.name, here).argv;
    const args = words.filter((word) => word !== "reached=22");
    return withAlive(bare, {
      code: 0,
      stdout: execFileSync(program, args, { encoding: "utf8" }),
      stderr: "",
    });
  };
  expect(ask()).toEqual({ ...bare, answersAt: [api.port] });
  api.close();
  expect(ask()).toEqual({ ...bare, answersAt: [] });
  ssh.close();
  expect(ask()).toEqual({ ...bare, answersAt: "unknown" });
});

test.each([1, 127, undefined])("a question that ended with %s told nothing", (code) => {
  const output = { code, stdout: "reached=22\nanswers=6443\n", stderr: "" };
  expect(withAlive(bare, output).answersAt).toBe("unknown");
});

test.each<[string, readonly number[] | "unknown"]>([
  ["answers=6443\nreached=22\nanswers=2379\n", [2379, 6443]],
  ["reached=22\n", []],
  ["bash: line 1: answers=1\nanswers=\nreached=22\nanswers=64 43\n", []],
  // Whoever does not answer at all says nothing of these ports either.
  ["", "unknown"],
  ["reached=\nanswers=6443\n", "unknown"],
])("reads %j", (stdout, answersAt) => {
  expect(withAlive(bare, { code: 0, stdout, stderr: "" }).answersAt).toEqual(answersAt);
});
