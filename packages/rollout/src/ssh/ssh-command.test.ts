import type { HostName } from "@quorate/cluster";
import { expect, test } from "vitest";
import { endConnectionCommand, sshCommand } from "./ssh-command.ts";

const db1 = "db1" as HostName;
const paths = { sshConfig: "/tmp/q/ssh_config" };

test("a script is one argument, after --, on the port that is given", () => {
  expect(sshCommand(paths, db1, "look", "echo a; echo b")).toEqual({
    node: db1,
    description: "look",
    argv: ["ssh", "-F", "/tmp/q/ssh_config", "--", "db1", "echo a; echo b"],
  });
  expect(sshCommand(paths, db1, "look", "true", { port: 22, output: "silent", timeoutSeconds: 5 })).toEqual({
    node: db1,
    description: "look",
    argv: ["ssh", "-F", "/tmp/q/ssh_config", "-p", "22", "--", "db1", "true"],
    output: "silent",
    timeoutSeconds: 5,
  });
});

test("a connection of its own has no path that is shared", () => {
  expect(sshCommand(paths, db1, "look", "true", { connection: "new", port: 22 }).argv).toEqual([
    "ssh",
    "-F",
    "/tmp/q/ssh_config",
    "-p",
    "22",
    "-o",
    "ControlPath=none",
    "--",
    "db1",
    "true",
  ]);
  expect(sshCommand(paths, db1, "look", "true", { connection: "shared" }).argv).toEqual([
    "ssh",
    "-F",
    "/tmp/q/ssh_config",
    "--",
    "db1",
    "true",
  ]);
});

test("a shared connection is ended by the configuration that opened it", () => {
  expect(endConnectionCommand(paths, db1)).toEqual({
    node: db1,
    description: "end the shared connection",
    argv: ["ssh", "-F", "/tmp/q/ssh_config", "-O", "exit", "--", "db1"],
    timeoutSeconds: 10,
    output: "silent",
  });
});
