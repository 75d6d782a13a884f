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

test("asks for etcd's two ports and that of the API, at the node's address", () => {
  const command = aliveCommand(db1.name, cluster);
  expect(command.argv.slice(3)).toEqual(["10.0.0.21", "2379", "2380", "6443"]);
  expect(command).toMatchObject({
    node: "db1",
    description: "see whether a cluster answers there",
    output: "silent",
    timeoutSeconds: 10,
  });
  expect(() => aliveCommand("nobody" as HostName, cluster)).toThrow("nobody is no node");
});

test("finds the port that answers, and no other", async () => {
  const server = createServer().listen(0, "127.0.0.53");
  await new Promise((resolve) => server.once("listening", resolve));
  const bound = server.address();
  const port = typeof bound === "object" && bound !== null ? bound.port : 0;
  const here: Cluster = {
    ...cluster,
    api: { ...cluster.api, port },
    nodes: [{ ...db1, address: "127.0.0.53" as IpAddress }],
  };
  const [program, ...args] = aliveCommand(db1.name, here).argv;
  const stdout = execFileSync(program, args, { encoding: "utf8" });
  server.close();
  expect(withAlive(bare, { code: 0, stdout, stderr: "" })).toEqual({ ...bare, answersAt: [port] });
});

test.each([1, 127, undefined])("a question that ended with %s told nothing", (code) => {
  const output = { code, stdout: "answers=6443\n", stderr: "" };
  expect(withAlive(bare, output).answersAt).toBe("unknown");
});

test.each<[string, readonly number[]]>([
  ["answers=6443\nanswers=2379\n", [2379, 6443]],
  ["", []],
  ["bash: line 1: answers=1\nanswers=\nanswers=64 43\n", []],
])("reads %j", (stdout, answersAt) => {
  expect(withAlive(bare, { code: 0, stdout, stderr: "" }).answersAt).toEqual(answersAt);
});
