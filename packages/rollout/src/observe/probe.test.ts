import type { HostName } from "@quorate/cluster";
import type { CommandOutput } from "@quorate/command";
import { describe, expect, test } from "vitest";
import { testPath } from "../testing/observations.ts";
import type { Observation } from "./observation.ts";
import { onOrdinaryPort, portOfSecondLook } from "./ordinary-port.ts";
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
          `confirmed-closure=${testPath("now")}`,
          "confirmed-fingerprint=abc",
          "confirmed-boot_id=1-2",
          `secret=${digest}  ./a.key`,
        ),
      ),
    ).toEqual({
      kind: "installed",
      node,
      clock: { known: false, why: "nobody took the time" },
      facts: expect.anything(),
      currentSystem: testPath("now"),
      profile: testPath("next"),
      fingerprint: "abc",
      secrets: { "a.key": digest },
      unread: [],
      etcdRunning: true,
      etcd: { data: "unknown", joining: false, membership: "unknown" },
      activation: "failed",
      confirmed: { closure: testPath("now"), fingerprint: "abc" },
    });
  });

  test.each([
    [],
    [`confirmed-closure=${testPath("now")}`],
    [`confirmed-closure=${testPath("now")}`, "confirmed-fingerprint="],
    ["confirmed-fingerprint=abc"],
    ["confirmed-closure=/run/current-system", "confirmed-fingerprint=abc"],
    [`closure=${testPath("now")}`, "confirmed-fingerprint=abc"],
  ])("with %j confirms nothing", (...lines) => {
    const observation = parseProbe(node, answer("quorate-probe=1", "nixos=yes", ...lines));
    expect(observation).toMatchObject({ confirmed: undefined });
  });

  test.each([
    ["inactive", "idle"],
    ["unknown", "idle"],
    ["", "idle"],
    ["activating", "running"],
    ["reloading", "running"],
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
    expect(parseProbe(node, answer("quorate-probe=1", "nixos=yes", line))).toHaveProperty("secrets", {});
  });

  test("with a path that is none has no system", () => {
    expect(
      parseProbe(node, answer("quorate-probe=1", "nixos=yes", "current=/run/current-system", "profile=$(x)")),
    ).toMatchObject({ kind: "installed", currentSystem: undefined, profile: undefined });
  });

  test.each([["nixos=yes"], [`current=${testPath("now")}`], ["fingerprint=abc"]])(
    "with %s is that of NixOS",
    (line) => {
      expect(parseProbe(node, answer("quorate-probe=1", line)).kind).toBe("installed");
    },
  );

  test.each(["nixos=no", "nixos=", `profile=${testPath("now")}`, "fingerprint=", "xnixos=yes", "nixos"])(
    "with %s alone is not",
    (line) => {
      expect(parseProbe(node, answer("quorate-probe=1", line)).kind).toBe("bare");
    },
  );

  test("is only what comes after the marker, and under its own key", () => {
    const banner = ["nixos=yes", "fingerprint=abc", `secret=${digest}  ./a.key`];
    expect(parseProbe(node, answer(...banner, "quorate-probe=1")).kind).toBe("bare");
    const under = parseProbe(
      node,
      answer(...banner, "quorate-probe=1", "nixos=yes", `foobar=${digest}  ./a.key`),
    );
    expect(under).toMatchObject({ fingerprint: undefined, etcdRunning: false, activation: "idle" });
    expect(under).toHaveProperty("secrets", {});
  });

  test("names each file with its digest", () => {
    const other = "b".repeat(64);
    expect(
      parseProbe(
        node,
        answer("quorate-probe=1", "nixos=yes", `secret=${digest}  ./a.key`, `secret=${other} *./.b`),
      ),
    ).toMatchObject({ secrets: { "a.key": digest, ".b": other } });
  });

  test("has its latest word where it says a thing twice, and loses what ends a line on other systems", () => {
    expect(
      parseProbe(node, answer("quorate-probe=1\r", "nixos=yes\r", "fingerprint=a", "fingerprint=b=c\r")),
    ).toMatchObject({ fingerprint: "b=c" });
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
    ["ssh: connect to host 10.0.0.11 port 22: Network is unreachable", "host-unreachable"],
    ["ssh: connect to host 10.0.0.11 port 22: Host is down", "host-unreachable"],
    ["Bad owner or permissions on /certs/operator/id_ed25519", "ssh-identity-unusable"],
    ['Load key "/certs/operator/id_ed25519": invalid format', "ssh-identity-unusable"],
    ['Load key "/certs/operator/id_ed25519": error in libcrypto', "ssh-identity-unusable"],
    ["WARNING: UNPROTECTED PRIVATE KEY FILE!\nroot@10.0.0.11: bad permissions", "ssh-identity-unusable"],
    ["kex_exchange_identification: read: Connection reset by peer", "ssh-failed"],
    ["", "ssh-failed"],
  ])("%j is %s, never a bare machine", (stderr, code) => {
    expect(parseProbe(node, refusal(stderr))).toMatchObject({
      kind: "unreachable",
      problem: { code, where: node },
    });
  });

  test("says what is wrong, and what to do about it", () => {
    const told = [
      "Permission denied",
      "Connection refused",
      "Connection timed out",
      "UNPROTECTED PRIVATE KEY",
      "first\n  Connection reset by peer  \n",
    ].map((stderr) => parseProbe(node, refusal(stderr)));
    expect(
      [...told, parseProbe(node, { code: undefined, stdout: "", stderr: "" })].map((one) =>
        one.kind === "unreachable" ? `${one.problem.message}. ${one.problem.hint}` : one.kind,
      ),
    ).toMatchInlineSnapshot(`
      [
        "node1 proved who it is, but refuses the operator's key. Add /home/me/my certs/operator/id_ed25519.pub to root's authorized keys on the machine, or load an accepted key into ssh-agent",
        "node1 is up, but nothing listens on its ssh port. Start sshd there, and compare ssh.port in machines.ts",
        "node1 does not answer. See that the machine is on, that machines.ts has its address, and that this machine has a route to it",
        "ssh does not accept the operator's private key file. /home/me/my certs/operator/id_ed25519 must be readable by its owner alone (0600); run \`quorate genCerts '/home/me/my certs'\`",
        "looking at node1 failed (exit code 255): Connection reset by peer. Run the same command again with --verbose; --dry-run prints the same ssh command",
        "looking at node1 failed (killed). Run the same command again with --verbose; --dry-run prints the same ssh command",
      ]
    `);
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

describe("whether to look a second time", () => {
  test.each<[string, Observation, number, number | undefined]>([
    ["a port of the cluster's own that refuses", parseProbe(node, refusal("Connection refused")), 2222, 22],
    ["port 22 itself", parseProbe(node, refusal("Connection refused")), 22, undefined],
    ["nobody there", parseProbe(node, refusal("Connection timed out")), 2222, undefined],
    ["a foreign key", parseProbe(node, refusal("Host key verification failed.")), 2222, undefined],
    ["an answer", parseProbe(node, answer("quorate-probe=1", "nixos=yes")), 2222, undefined],
  ])("%s", (_, first, port, second) => {
    expect(portOfSecondLook(first, port)).toBe(second);
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
      problem: {
        code: "ssh-port-changed",
        where: node,
        message: "node1 is installed, but its sshd still listens on port 22 alone",
        hint: "Set ssh.port back, let sshd listen on both ports (services.openssh.ports), deploy, and only then change it",
      },
    });
  });
  test("tells the first refusal where nobody answers there either", () => {
    expect(onOrdinaryPort(refused, parseProbe(node, refusal("Connection timed out")))).toEqual(refused);
  });
});
