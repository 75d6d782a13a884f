import type { CommandOutput } from "@quorate/command";
import { describe, expect, test } from "vitest";
import { TEST_PATHS as paths, TEST_STEPS } from "../testing/steps.ts";
import { MISSED } from "../watchdog/others-can.ts";
import { VIP_IS_LEFT } from "./foresee.ts";
import type { Judgement } from "./judgement.ts";
import { describeStep, isNeeded, judge as judgeAll, STEPS, type Step } from "./step.ts";

const output = (code: number | undefined, stdout = "", stderr = ""): CommandOutput => ({
  code,
  stdout,
  stderr,
});

/** Judges what the last command of a step ended with, nothing being known from before. */
const judge = (
  step: Step,
  ended: CommandOutput,
  { certificates }: { readonly certificates: string },
): Judgement => judgeAll(step, [ended], { run: "test", certificates, learned: {}, at: 0 });

/** A judgement in a few words: `done`, `failed ssh-refused`, `ask-again … within 60 s`. */
function brief(judgement: Judgement): string {
  if (judgement.kind === "done" || judgement.kind === "steady") return judgement.kind;
  const { kind, problem } = judgement;
  return kind === "failed"
    ? `failed ${problem.code}`
    : `ask-again ${problem.code} within ${judgement.withinSeconds} s`;
}

const { secrets } = TEST_STEPS.verify;
const arrived = (...digests: readonly string[]) =>
  secrets.map(({ file }, index) => `${digests[index]}  ./${file}\n`).join("");
const [a, b, c] = ["a".repeat(64), "b".repeat(64), "c".repeat(64)] as const;
const looked = (activation: string) =>
  [
    "quorate-probe=1",
    "nixos=yes",
    `current=${TEST_STEPS.verify.closure}`,
    `profile=${TEST_STEPS.verify.closure}`,
    `fingerprint=${TEST_STEPS.verify.fingerprint}`,
    `activation=${activation}`,
    ...secrets.map(({ file, digest }) => `secret=${digest}  ./${file}`),
  ].join("\n");

const refused = "ssh: connect to host 10.0.0.21 port 22: Connection refused";
const denied = "root@10.0.0.21: Permission denied (publickey).";
const otherKey = "Host key verification failed.";

describe("the end of a step's commands", () => {
  test.each<[keyof typeof TEST_STEPS, string, CommandOutput, string]>([
    [
      "switch",
      "the others were lost meanwhile",
      output(MISSED, "", "1 of 2 other voters serve"),
      "failed others-lost",
    ],
    [
      "reboot",
      "the others were lost meanwhile",
      output(MISSED, "", "1 of 2 other voters serve"),
      "failed others-lost",
    ],
    ["restart-readers", "went well", output(0), "done"],
    ["restart-readers", "was ended", output(undefined), "failed restart-readers-failed"],
    ["restart-unit", "went well", output(0), "done"],
    ["restart-unit", "does not start", output(1), "failed restart-unit-failed"],
    ["foresee", "told", output(0, "would activate the configuration...\n"), "done"],
    ["foresee", "could not tell", output(1), "done"],
    ["leave-vip", "went well", output(0), "done"],
    ["leave-vip", "its process goes on", output(1, "", "does not end"), "failed leave-vip-failed"],
    ["leave-vip", "nothing listens", output(255, "", refused), "failed ssh-refused"],
    ["vip-left", "another one answers", output(0, "vip=elsewhere\n"), "steady"],
    ["vip-left", "nobody answers", output(0), "steady"],
    [
      "vip-left",
      "it still answers",
      output(0, "vip=elsewhere\nvip=there\n"),
      "ask-again vip-stays within 90 s",
    ],
    ["vip-seen", "somebody answers", output(0, "vip=there\n"), "steady"],
    ["vip-seen", "nobody answers any more", output(0), "ask-again vip-lost within 180 s"],
    ["return-vip", "went well", output(0), "done"],
    ["return-vip", "failed", output(1), "failed return-vip-failed"],
    ["move-leader", "does not lead", output(0, "lead=none\n"), "done"],
    ["move-leader", "another one leads", output(0, "lead=moved\n"), "done"],
    ["move-leader", "nobody takes it", output(0, "lead=stays\n"), "ask-again leader-stays within 30 s"],
    ["move-leader", "failed", output(1), "failed move-leader-failed"],
    ["snapshot", "went well", output(0), "done"],
    ["snapshot", "there is no space", output(1, "", "are free there"), "failed snapshot-failed"],
    ["snapshot", "nothing listens", output(255, "", refused), "failed ssh-refused"],
    ["snapshot", "took too long", output(undefined), "failed snapshot-failed"],
    ["copy-closure", "went well", output(0), "done"],
    ["copy-closure", "failed", output(1), "failed copy-closure-failed"],
    ["copy-closure", "has no room", output(77, "", "what … takes 9 MiB"), "failed nix-space-short"],
    // The connection is Nix's own, and so is the exit code.
    ["copy-closure", "says 255", output(255, "", refused), "failed copy-closure-failed"],
    ["stage-secrets", "went well", output(0, arrived(a, b)), "done"],
    ["stage-secrets", "another file arrived", output(0, arrived(a, c)), "failed secrets-changed-on-the-way"],
    ["stage-secrets", "a file is short", output(0, arrived(a)), "failed secrets-changed-on-the-way"],
    [
      "stage-secrets",
      "a file too many",
      output(0, `${arrived(a, b)}${c}  ./x\n`),
      "failed secrets-changed-on-the-way",
    ],
    ["stage-secrets", "nothing arrived", output(0), "failed secrets-changed-on-the-way"],
    ["stage-secrets", "failed", output(2, arrived(a, b)), "failed stage-secrets-failed"],
    ["stage-secrets", "lost", output(255, "", refused), "failed ssh-refused"],
    ["stage-kept", "went well", output(0, arrived(a, b)), "done"],
    ["stage-kept", "has others", output(0, arrived(a, c)), "failed stage-kept-failed"],
    ["stage-kept", "failed", output(1), "failed stage-kept-failed"],
    ["stage-kept", "lost", output(255, "", refused), "failed ssh-refused"],
    ["stage-installation", "went well", output(0), "done"],
    ["stage-installation", "failed", output(1), "failed stage-installation-failed"],
    ["stage-installation", "says 255", output(255, "", refused), "failed stage-installation-failed"],
    ["arm-watchdog", "went well", output(0, "way-back=there\n"), "done"],
    ["arm-watchdog", "failed", output(1), "failed arm-watchdog-failed"],
    ["arm-watchdog", "lost", output(255, "", refused), "failed ssh-refused"],
    ["hold-watchdog", "went well", output(0), "done"],
    ["hold-watchdog", "it was faster", output(1), "failed hold-watchdog-failed"],
    ["disarm-watchdog", "went well", output(0), "done"],
    ["disarm-watchdog", "failed", output(1), "failed disarm-watchdog-failed"],
    ["go-back", "went well", output(0, "to=/nix/store/x\ncode=0\n"), "done"],
    ["go-back", "went back, with a unit that failed", output(0, "code=4\n"), "done"],
    ["go-back", "went back, to what does not activate", output(0, "code=1\n"), "failed go-back-failed"],
    ["go-back", "told nothing", output(0), "failed go-back-failed"],
    ["go-back", "failed", output(1), "failed go-back-failed"],
    [
      "go-back",
      "to what etcd can't go back to",
      output(0, "never=etcd\netcd=3.5 3.6\n"),
      "failed no-way-back",
    ],
    ["go-back", "from encryption", output(0, "never=encryption\n"), "failed no-way-back"],
    ["go-back", "to nothing", output(0, "way-back=none\n"), "failed no-way-back"],
    ["go-back", "while others need it", output(0, "way-back=waits\n"), "failed go-back-waits"],
    ["go-back", "after a confirmation", output(0, "way-back=confirmed\n"), "failed no-way-back"],
    ["go-back", "lost", output(255, "", refused), "ask-again go-back-unseen within 600 s"],
    ["put-secrets", "went well", output(0), "done"],
    ["put-secrets", "killed", output(undefined), "failed put-secrets-failed"],
    ["put-secrets", "lost", output(255, "", refused), "failed ssh-refused"],
    ["put-secrets", "another host", output(255, "", otherKey), "failed host-key-changed"],
    // Only ssh's own exit code tells of the connection: scripts may print what they like.
    ["put-secrets", "failed, with ssh's words", output(1, "", refused), "failed put-secrets-failed"],
    ["set-profile", "went well", output(0), "done"],
    ["set-profile", "failed", output(1), "failed set-profile-failed"],
    ["set-profile", "lost", output(255, "", refused), "failed ssh-refused"],
    ["switch", "went well", output(0), "done"],
    // It goes on in its own unit, and is looked at again.
    ["switch", "lost", output(255, "", refused), "done"],
    ["switch", "was not even begun", output(1), "failed switch-failed"],
    // Which ones, and whether that is new, is asked by the gate.
    ["switch", "units failed", output(4), "done"],
    ["switch", "can only be booted into", output(79), "failed reboot-needed"],
    ["switch", "took too long", output(undefined), "failed switch-failed"],
    ["install", "went well", output(0), "done"],
    ["install", "failed", output(1), "failed install-failed"],
    // Of nixos-anywhere's own reasons.
    ["install", "says 255", output(255, "", refused), "failed install-failed"],
    ["wait-for-ssh", "answers", output(0), "done"],
    ["end-connection", "went well", output(0), "done"],
    ["end-connection", "has none", output(255), "done"],
    ["wait-for-ssh", "refuses", output(255, "", refused), "ask-again no-way-in within 300 s"],
    ["wait-for-ssh", "another host", output(255, "", otherKey), "ask-again no-way-in within 30 s"],
    ["wait-for-ssh", "denies", output(255, "", denied), "ask-again no-way-in within 30 s"],
    ["wait-for-ssh", "fails", output(1), "ask-again no-way-in within 300 s"],
    ["wait-for-ssh", "hangs", output(undefined), "ask-again no-way-in within 300 s"],
    ["verify", "as planned", output(0, looked("inactive")), "done"],
    ["verify", "goes on", output(0, looked("active")), "ask-again activation-timed-out within 900 s"],
    ["verify", "ended badly", output(0, looked("failed")), "failed activation-failed"],
    ["verify", "lost", output(255, "", refused), "failed ssh-refused"],
    ["verify", "another host", output(255, "", otherKey), "failed verify-identity"],
    ["gate-before", "nobody answers, and so nothing would be lost", output(255, "", refused), "done"],
    ["gate-after", "nobody answers", output(255, "", refused), "ask-again part-not-well within 420 s"],
    ["check", "went well", output(0), "done"],
    ["check", "did not", output(1, "", "3 alerts"), "ask-again check-failed within 60 s"],
    ["check", "hangs", output(undefined), "ask-again check-failed within 60 s"],
    ["health", "all is well", output(0, "health=asked\nceph-tools=none\n"), "done"],
    [
      "health",
      "something is not",
      output(0, "workload=daemonsets|default/a|2|1|1|1\nceph-tools=none\nhealth=asked\n"),
      "ask-again health-unwell within 600 s",
    ],
    ["health", "was cut off", output(0, "ceph-tools=none\n"), "ask-again health-failed within 60 s"],
    ["health", "no API", output(78, "", "no apiserver is ready"), "ask-again health-failed within 60 s"],
    ["remove-secrets", "went well", output(0), "done"],
    ["remove-secrets", "failed", output(1), "failed remove-secrets-failed"],
    ["confirm", "went well", output(0), "done"],
    ["confirm", "failed", output(1), "failed confirm-failed"],
    ["confirm", "lost", output(255, "", refused), "failed ssh-refused"],
  ])("%s: %s", (kind, _, ended, expected) => {
    expect(brief(judge(TEST_STEPS[kind], ended, paths))).toBe(expected);
  });
});

test.each([
  [0, 600],
  [300, 300],
  [900, 0],
])("a host that was silent for %d s is given %d s more to go back", (silentSeconds, expected) => {
  const learned = { wayBack: "there", silentSeconds } as const;
  const lost = output(255, "", refused);
  const judgement = judgeAll(TEST_STEPS["go-back"], [lost], { ...paths, run: "test", learned, at: 0 });
  expect(judgement).toMatchObject({ kind: "ask-again", withinSeconds: expected });
});

describe("waiting for ssh", () => {
  const wait = TEST_STEPS["wait-for-ssh"];
  const waiting = (after: typeof wait.after, ended: CommandOutput) => {
    const judgement = judge({ ...wait, after }, ended, paths);
    if (judgement.kind !== "ask-again") throw new Error(judgement.kind);
    return judgement;
  };

  test.each([
    ["refuses", output(255, "", refused), "ssh-refused"],
    ["another host", output(255, "", otherKey), "host-key-changed"],
    ["denies", output(255, "", denied), "ssh-denied"],
    ["fails", output(1), "wait-for-ssh-failed"],
  ])("after an installation, %s: a machine that boots says all kinds of things", (_, ended, code) => {
    const { problem, withinSeconds } = waiting("installation", ended);
    expect([problem.code, withinSeconds]).toEqual([code, 300]);
  });

  test.each(["activation", "secrets"] as const)("after %s, nobody is let in: no way in", (after) => {
    expect(waiting(after, output(255, "", refused)).problem.code).toBe("no-way-in");
  });

  test("is never longer than it may be", () => {
    const step = { ...wait, timeoutSeconds: 7 };
    for (const after of ["installation", "activation", "secrets"] as const) {
      for (const stderr of [denied, refused]) {
        expect(judge({ ...step, after }, output(255, "", stderr), paths)).toMatchObject({ withinSeconds: 7 });
      }
    }
  });

  test("says what is true of a machine that lets nobody in, and what to do", () => {
    const told = (["installation", "activation", "secrets"] as const).map((after) => {
      const { message, hint } = waiting(
        after,
        output(after === "installation" ? 1 : 255, "", denied),
      ).problem;
      return `${message}. ${hint}`;
    });
    expect(told).toMatchInlineSnapshot(`
      [
        "db1: waiting for ssh failed with exit code 1: root@10.0.0.21: Permission denied (publickey).. See the machine's console: did it boot from the installed disk, and has it its address?",
        "db1 was activated, and lets no new connection in: db1 proved who it is, but refuses the operator's key. At the machine's console: boot its previous generation, which is in the boot menu. Correct the configuration (root's authorized keys, sshd and its port, the firewall, the network), and run the same command again. No further node was touched",
        "db1 has its new certificates and keys, and lets no new connection in: db1 proved who it is, but refuses the operator's key. At the machine's console: boot its previous generation, which is in the boot menu. Compare /var/lib/quorate/secrets on it with the certificates folder, authorized_keys above all; its system was not changed. No further node was touched",
      ]
    `);
  });
});

describe("a VIP that was reached before a master was touched", () => {
  const before = { ...TEST_STEPS["vip-seen"], when: "before" } as const;
  const asked = (step: Step, stdout: string, vipSeen?: boolean, announced?: boolean) =>
    judgeAll(step, [output(0, stdout)], {
      certificates: "/tmp/certs",
      run: "r1",
      at: 0,
      learned: {
        ...(vipSeen === undefined ? {} : { vipSeen }),
        ...(announced === undefined ? {} : { announced }),
      },
    });

  test.each([
    ["is known of", "vip=elsewhere\n", true],
    ["leads to the node itself", "vip=there\n", true],
    ["is none that anybody who is asked reaches", "", false],
  ])("%s", (_, stdout, vipSeen) => {
    expect(asked(before, stdout)).toEqual({ kind: "done", learned: { vipSeen } });
    expect(isNeeded(before, {})).toBe(true);
    expect(isNeeded(TEST_STEPS["vip-seen"], { vipSeen })).toBe(vipSeen);
  });

  test("has to be somebody's before the node is stopped, once it has left it", () => {
    expect(asked(TEST_STEPS["vip-left"], "", true)).toMatchObject({
      kind: "ask-again",
      problem: { code: "vip-lost" },
    });
    // Where nobody reached it before either, that says nothing.
    expect(asked(TEST_STEPS["vip-left"], "", false)).toMatchObject({ kind: "steady", forSeconds: 15 });
  });

  test.each([
    ["had a session, and has one", "vip=elsewhere\nbgp=1\n", true, "steady"],
    ["had one, and has none, though others are reached", "vip=elsewhere\nbgp=0\n", true, "vip-not-announced"],
    ["had one, and is not heard of", "vip=elsewhere\n", true, "vip-not-announced"],
    ["had none before either", "vip=elsewhere\nbgp=0\n", false, "steady"],
    ["could not tell before", "vip=elsewhere\nbgp=0\n", undefined, "steady"],
    ["lost it, as the VIP is by all", "bgp=0\n", true, "vip-lost"],
  ] as const)("is announced still by who %s", (_, stdout, announced, expected) => {
    const judged = asked(TEST_STEPS["vip-seen"], stdout, true, announced);
    expect(judged.kind === "ask-again" ? judged.problem.code : judged.kind).toBe(expected);
  });

  test("is announced or not, where the node can tell", () => {
    const learned = (stdout: string) => asked(before, stdout);
    expect(learned("bgp=2\n")).toEqual({ kind: "done", learned: { vipSeen: false, announced: true } });
    expect(learned("bgp=0\n")).toEqual({ kind: "done", learned: { vipSeen: false, announced: false } });
    expect(isNeeded(TEST_STEPS["vip-seen"], { vipSeen: false, announced: true })).toBe(true);
    expect(isNeeded(TEST_STEPS["vip-seen"], { vipSeen: false, announced: false })).toBe(false);
  });
});

describe("a node that has left the VIP in a run that died", () => {
  const said = (...lines: readonly string[]) => judge(TEST_STEPS.foresee, output(0, lines.join("\n")), paths);
  const calm = said(VIP_IS_LEFT, "would activate the configuration...");
  if (calm.kind !== "done") throw new Error(calm.kind);
  const needed = (kind: "leave-vip" | "vip-left" | "return-vip", learned = calm.learned) =>
    isNeeded(
      { ...TEST_STEPS[kind], ...(kind === "return-vip" ? {} : { units: ["etcd.service"] }) },
      learned ?? {},
    );

  test("takes it again, also where nothing of it is disturbed any more", () => {
    expect([needed("leave-vip"), needed("vip-left"), needed("return-vip")]).toEqual([false, false, true]);
  });

  test("leaves it first where something is", () => {
    const { learned = {} } = calm;
    const disturbed = { ...learned, units: { disturbs: ["etcd.service"], reloads: [] } };
    expect([needed("leave-vip", disturbed), needed("vip-left", disturbed)]).toEqual([true, true]);
  });

  test("is nobody who has not", () => {
    expect(said("would activate the configuration...")).toEqual({
      kind: "done",
      learned: { units: { disturbs: [], reloads: [] } },
    });
    expect(needed("return-vip", {})).toBe(false);
  });
});

describe("a step that fails", () => {
  const failing = Object.values(TEST_STEPS).filter(
    ({ kind }) =>
      kind !== "verify" &&
      kind !== "end-connection" &&
      kind !== "wait-for-ssh" &&
      STEPS[kind].phase !== "gate",
  );
  const told = (step: Step, ended: CommandOutput) => {
    const judgement = judge(step, ended, paths);
    if (!("problem" in judgement)) throw new Error("it has not failed");
    return judgement.problem;
  };

  test.each(failing)("$kind says what it did, the code, the last line, and what to do", (step) => {
    const problem = told(step, output(3, "", "first\nNo space left on device\n"));
    expect(problem.message).toBe(
      `${step.node}: ${describeStep(step)} failed with exit code 3: No space left on device`,
    );
    expect(problem).toMatchObject({ where: step.node, hint: expect.stringMatching(/.{10}/) });
    expect(told(step, output(undefined)).message).toBe(
      `${step.node}: ${describeStep(step)} was ended, it took too long or was killed`,
    );
  });

  test("says what is left behind, and what to do about it", () => {
    const hints = failing.map((step) => `${step.kind}: ${told(step, output(1)).hint}`);
    expect(hints).toMatchInlineSnapshot(`
      [
        "copy-closure: Nothing was activated; see the space in /nix on the machine, and the network between",
        "stage-secrets: Nothing was put in place; see the space on the machine, and that tar is there",
        "stage-kept: Nothing was changed on it; see the space on the machine, and run the same command again",
        "stage-installation: No machine was touched; see the space for temporary files here",
        "put-secrets: Each file is either the old or the new one; run the same command again",
        "snapshot: Nothing was touched. See etcd and the space on that machine, and the space here; then run the same command again. \`--no-snapshot\` deploys without one",
        "restore-stage: Nothing was stopped, and no data was moved. See the space on that machine (twice the snapshot and 256 MiB), then run the same command again",
        "restore-stop: No data was moved. Mend that machine, then run the same command again; or leave it out with --without",
        "restore-swap: etcd and the apiservers are stopped on all machines, and nothing was deleted: mend that one, then run the same command again",
        "restore-start: What was restored is in place. On the machine: systemctl start kube-apiserver.service etcd.service",
        "reset-stage: Nothing was stopped, and no data was moved. See the space on that machine (twice the snapshot and 256 MiB), then run the same command again",
        "server-data-aside: k3s is stopped on all servers, and nothing was deleted: mend that one, then run the same command again; or leave it out with --without",
        "server-reset: All servers are stopped, and nothing was deleted. On db1: journalctl -u quorate-k3s-reset; then run the same command again",
        "set-profile: Nothing was activated; on the machine: nix-store --verify-path with the closure",
        "switch: On the machine: systemctl --failed, journalctl -u quorate-switch; no further node was touched. Correct it and run the same command again",
        "install: The disk may be half-written: run the same command again, an installation starts from the beginning; nixos-anywhere must be on PATH, and root on the machine must accept /home/me/my certs/operator/id_ed25519.pub or a key of your ssh-agent",
        "restart-readers: It is written down on the node what is left to restart: run the same command again",
        "restart-unit: See why it does not start (on the machine: systemctl status k3s.service, journalctl -u k3s.service), then run the same command again",
        "leave-vip: Nothing else of it was touched. On the machine: crictl ps, journalctl -u kubelet -u containerd; then run the same command again",
        "return-vip: It does so by itself ten minutes after it left. On the machine: systemctl start quorate-vip-return.service",
        "move-leader: Nothing of the node was stopped. Run the same command again",
        "member-remove: Nothing else was touched. See that etcd has a quorum (on db2: journalctl -u etcd), then run the same command again",
        "member-data-aside: On db1: systemctl stop etcd, and move the folder member in /var/lib/etcd elsewhere; then run the same command again",
        "member-add: See that etcd has a quorum (on db2: journalctl -u etcd), then run the same command again",
        "member-start: On the machine: journalctl -u etcd. No cluster was founded beside another; run the same command again",
        "member-promote: It is taken off etcd's list again, and its data are set aside. See why on db1 (journalctl -u etcd), then run the same command again",
        "server-start: It was stopped again, and no cluster was founded beside another. On db1: journalctl -u k3s; then run the same command again",
        "token-change: No server was restarted. Run the same command again: it goes on where it stopped. Where its server does not do what it is asked (journalctl -u k3s), start it anew first: systemctl restart k3s",
        "node-delete: Nothing else was touched. See whether the apiserver is well, and run the same command again",
        "cordon: Nothing was changed on the node. See whether the apiserver is well, and run the same command again",
        "drain: The node runs what it ran. Run the same command again once that is mended; to go on without moving any pod: --drain never",
        "set-boot: It runs what it ran, and may boot either system; see whether /boot is full, and run the same command again",
        "reboot: The machine may be about to reboot: look at its console, then run the same command again",
        "wait-for-boot: See the machine's console: did it boot, and has it its address? Then run the same command again",
        "uncordon: Once it is well: \`quorate uncordon db1\`. The next deployment does so as well",
        "confirm: What it runs was verified, but that is not written down on it, so it goes back to what it ran before: run the same command again",
        "arm-watchdog: Nothing was changed on it; see the space on the machine, that /etc/systemd/system.control can be written, and run the same command again",
        "hold-watchdog: It is on no list of etcd's yet, and goes back to what it ran before; run the same command again",
        "disarm-watchdog: It goes back to what it ran before; run the same command again",
        "go-back: On the machine: systemctl status quorate-watchdog; it goes back by itself as long as that runs. Or boot its previous generation from the boot menu",
        "remove-secrets: Every node is deployed and confirmed; run the same command again to remove what is left",
      ]
    `);
  });

  test("whose host shows another key says so", () => {
    expect(told(TEST_STEPS["put-secrets"], output(255, "", otherKey))).toMatchInlineSnapshot(`
      {
        "code": "host-key-changed",
        "exit": "failed",
        "hint": "See at its console which system runs; if it is still the installer, the installation did not finish",
        "message": "db1 no longer shows the host key that was made for it",
        "severity": "error",
        "where": "db1",
      }
    `);
  });

  test.each(Object.values(TEST_STEPS))("$kind names no digest", (step) => {
    for (const ended of [output(1), output(255), output(undefined), output(0, arrived(a, c))]) {
      const judgement = JSON.stringify(judge(step, ended, paths));
      for (const digest of [a, b, c]) expect(judgement).not.toContain(digest);
    }
  });

  test("names the folder of certificates that was given", () => {
    expect(told(TEST_STEPS.install, output(1)).hint).toContain("/home/me/my certs/operator/id_ed25519.pub");
    expect(told(TEST_STEPS["put-secrets"], output(255, "", denied)).hint).toContain(
      "/home/me/my certs/operator/id_ed25519.pub",
    );
  });

  test("names the files that changed on the way", () => {
    expect(told(TEST_STEPS["stage-secrets"], output(0, arrived(c, c)))).toMatchObject({
      message: "what db1 received is not what the certificates folder held: a.crt, a.key",
      hint: "Nothing was put in place; was genCerts run meanwhile? Run the same command again",
    });
    expect(told(TEST_STEPS["stage-secrets"], output(0, arrived(c, b))).message).toMatch(/: a\.crt$/);
  });
});

test("one file is not several", () => {
  const [first] = TEST_STEPS["stage-secrets"].files;
  const files = first === undefined ? [] : [first];
  expect(describeStep({ ...TEST_STEPS["stage-secrets"], files })).toBe(
    "sending 1 file of certificates and keys, not yet in use",
  );
  expect(describeStep({ ...TEST_STEPS["put-secrets"], files })).toBe(
    "putting 1 file of certificates and keys in place",
  );
});

test("an activation that is only repeated says so", () => {
  const again = { ...TEST_STEPS.switch, because: "unconfirmed" } as const;
  const said = "activating again (nothing on it confirms that its last activation went well)";
  expect(describeStep(again)).toBe(said);
  expect(judge(again, output(1), paths)).toMatchObject({
    problem: { message: expect.stringContaining(said) },
  });
});

test("steps are what they say they are", () => {
  expect(
    Object.values(TEST_STEPS).map((step) => `${STEPS[step.kind].phase}: ${describeStep(step)}`),
  ).toMatchInlineSnapshot(`
    [
      "staging: copying the closure",
      "staging: sending 2 files of certificates and keys, not yet in use",
      "staging: setting aside what it has kept of before",
      "staging: laying out the files of the installation",
      "activation: putting 2 files of certificates and keys in place",
      "staging: taking a snapshot of etcd",
      "staging: making a member's data of the snapshot, beside what is there",
      "activation: stopping kube-apiserver.service, etcd.service",
      "activation: moving the data of etcd aside, and what was restored into its place",
      "activation: starting kube-apiserver.service, etcd.service",
      "staging: bringing the snapshot to the server that begins anew with it",
      "activation: moving the data of k3s aside",
      "activation: beginning anew with the snapshot, as the only member",
      "activation: setting the system profile",
      "activation: activating",
      "activation: installing NixOS through nixos-anywhere",
      "activation: ending the connection of before",
      "activation: waiting for ssh",
      "activation: verifying",
      "gate: asking whether the others can do without it",
      "gate: asking whether all of it works",
      "activation: restarting what reads the renewed certificates and keys",
      "activation: restarting k3s, for certificates that it renews",
      "gate: asking alerts",
      "gate: asking for the health of workloads",
      "gate: asking which units an activation would stop or restart",
      "activation: leaving the VIP to the others",
      "gate: asking whether the VIP is still reached",
      "gate: asking others whether they still reach it by the VIP",
      "activation: taking its part of the VIP again",
      "activation: handing the lead of etcd over",
      "activation: removing db9 (8e9e05c52164694d) from etcd, through db2",
      "activation: setting the data of etcd aside",
      "activation: adding it to etcd as a learner, through db2",
      "activation: starting etcd with the list that etcd gives",
      "activation: waiting until it has caught up with etcd, and making it a voter through db2",
      "activation: starting k3s to join its cluster",
      "activation: giving the cluster a new token for its servers (snapshots of before are restored with the old one)",
      "activation: deleting the Node old, through master1",
      "gate: asking whether its pods can leave it",
      "activation: cordoning",
      "activation: draining, since a reboot ends its pods",
      "activation: making it what boots next",
      "activation: rebooting, for kernel",
      "activation: waiting for it to boot",
      "activation: uncordoning",
      "activation: confirming",
      "activation: arming its watchdog (it goes back to what it runs, with its secrets, 300 s after the last word from here)",
      "activation: holding its watchdog, since it is about to be a member of etcd",
      "activation: standing its watchdog down, since it can be reached",
      "activation: going back to what it ran before, with its secrets",
      "activation: removing 1 file of certificates and keys that no longer belong",
    ]
  `);
});
