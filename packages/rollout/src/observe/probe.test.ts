import type { HostName } from "@quorate/cluster";
import type { CommandOutput } from "@quorate/command";
import { describe, expect, test } from "vitest";
import { testPath } from "../testing/observations.ts";
import { onOrdinaryPort } from "./ordinary-port.ts";
import { parseProbe as parse } from "./probe.ts";

const node = "node1" as HostName;
const certificates = "/home/me/my certs";
const parseProbe = (name: HostName, output: CommandOutput) => parse(name, output, { certificates });
const digest = "a".repeat(64);
const answer = (...lines: string[]) => ({ code: 0, stdout: `${lines.join("\n")}\n`, stderr: "" });
const refusal = (stderr: string, code = 255) => ({ code, stdout: "", stderr });

describe("an answer", () => {
  test("of an installed host is read whole, whatever a banner says before it", () => {
    expect(
      parseProbe(
        node,
        answer(
          "Welcome! current=/nix/store/evil",
          "quorate-probe=1",
          "nixos=yes",
          `current=${testPath("now")}`,
          `profile=${testPath("next")}`,
          "fingerprint=abc",
          "etcd=active",
          "activation=failed",
          `secret=${digest}  ./a.key`,
        ),
      ),
    ).toEqual({
      kind: "installed",
      node,
      currentSystem: testPath("now"),
      profile: testPath("next"),
      fingerprint: "abc",
      secrets: { "a.key": digest },
      etcdRunning: true,
      activation: "failed",
    });
  });

  test.each([
    ["inactive", "idle"],
    ["unknown", "idle"],
    ["", "idle"],
    ["activating", "running"],
    ["deactivating", "running"],
    ["active", "running"],
    ["failed", "failed"],
  ])("activation=%s means %s", (state, activation) => {
    expect(parseProbe(node, answer("quorate-probe=1", "nixos=yes", `activation=${state}`))).toMatchObject({
      activation,
    });
  });

  test.each([
    ["etcd=activating", false],
    ["etcd=inactive", false],
    ["etcd=active", true],
  ])("%s: a member that waits for its quorum does not run", (line, etcdRunning) => {
    expect(parseProbe(node, answer("quorate-probe=1", "nixos=yes", line))).toMatchObject({ etcdRunning });
  });

  test.each([
    `secret=${digest}  ./../../etc/passwd`,
    `secret=${digest}  ./a b`,
    `secret=\\${digest}  ./a`,
    `secret=${digest.slice(1)}  ./a`,
    "secret=",
  ])("the malformed line %j is no file", (line) => {
    expect(parseProbe(node, answer("quorate-probe=1", "nixos=yes", line))).toMatchObject({ secrets: {} });
  });

  test("with a path that is none has no system", () => {
    expect(
      parseProbe(node, answer("quorate-probe=1", "nixos=yes", "current=/run/current-system", "profile=$(x)")),
    ).toMatchObject({ kind: "installed", currentSystem: undefined, profile: undefined });
  });

  test("of something else than NixOS is a bare machine", () => {
    expect(parseProbe(node, answer("quorate-probe=1", "current=", "profile="))).toEqual({
      kind: "bare",
      node,
      reason: "not-nixos",
    });
  });
});

describe("no answer", () => {
  test.each([
    "Host key verification failed.",
    "No ED25519 host key is known for [10.0.0.11]:22 and you have requested strict checking.\nHost key verification failed.",
    "Unable to negotiate with 10.0.0.11 port 22: no matching host key type found. Their offer: ssh-rsa",
  ])("%j: a machine with a foreign key", (stderr) => {
    expect(parseProbe(node, refusal(stderr))).toEqual({ kind: "bare", node, reason: "foreign-host-key" });
  });

  test.each([
    ["root@10.0.0.11: Permission denied (publickey).", "ssh-denied"],
    ["ssh: connect to host 10.0.0.11 port 22: Connection refused", "ssh-refused"],
    ["ssh: connect to host 10.0.0.11 port 22: Connection timed out", "host-unreachable"],
    ["ssh: connect to host 10.0.0.11 port 22: No route to host", "host-unreachable"],
    ["WARNING: UNPROTECTED PRIVATE KEY FILE!\nroot@10.0.0.11: bad permissions", "ssh-identity-unusable"],
    ["kex_exchange_identification: read: Connection reset by peer", "ssh-failed"],
    ["", "ssh-failed"],
  ])("%j is %s, never a bare machine", (stderr, code) => {
    expect(parseProbe(node, refusal(stderr))).toMatchObject({
      kind: "unreachable",
      problem: { code, where: node },
    });
  });

  test("half an answer is none", () => {
    expect(parseProbe(node, { code: 1, stdout: "quorate-probe=1\nnixos=yes\n", stderr: "" })).toMatchObject({
      kind: "unreachable",
    });
    expect(parseProbe(node, { code: 0, stdout: "nixos=yes\n", stderr: "" })).toMatchObject({
      kind: "unreachable",
    });
    expect(parseProbe(node, { code: undefined, stdout: "", stderr: "" })).toMatchObject({
      kind: "unreachable",
    });
  });
});

describe("a second look at port 22", () => {
  const refused = parseProbe(node, refusal("Connection refused"));
  test("finds an installer, with a key of its own", () => {
    expect(onOrdinaryPort(refused, parseProbe(node, refusal("Host key verification failed.")))).toMatchObject(
      {
        kind: "bare",
      },
    );
  });
  test("does not take an installed machine for a bare one", () => {
    expect(onOrdinaryPort(refused, parseProbe(node, answer("quorate-probe=1", "nixos=yes")))).toMatchObject({
      kind: "unreachable",
      problem: { code: "ssh-port-changed" },
    });
  });
  test("tells the first refusal where nobody answers there either", () => {
    expect(onOrdinaryPort(refused, parseProbe(node, refusal("Connection timed out")))).toEqual(refused);
  });
});
