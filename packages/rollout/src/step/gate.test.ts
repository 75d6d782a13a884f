import type { CommandOutput } from "@quorate/command";
import { describe, expect, test } from "vitest";
import { type GateChanges, gateAnswer } from "../testing/gate-answers.ts";
import { TEST_STEPS } from "../testing/steps.ts";
import type { Learned } from "./learned.ts";
import { judge, type Step, type StepOutputs } from "./step.ts";

const before = TEST_STEPS["gate-before"];
const after = TEST_STEPS["gate-after"];
const members = before.hosts.filter(({ etcd }) => etcd !== undefined).map(({ node }) => node);

/** All hosts are well, but for the changes of some. */
function answers(
  changes: { readonly [node: string]: GateChanges } = {},
  units: { readonly [unit: string]: string } = {},
): StepOutputs {
  const [own, ...others] = before.hosts;
  return [
    gateAnswer(own, members, changes[own.node], units),
    ...others.map((host): CommandOutput => gateAnswer(host, members, changes[host.node])),
  ];
}

const judged = (step: Step, outputs: StepOutputs, learned: Learned = {}) =>
  judge(step, outputs, { run: "test", certificates: "/certs", learned, at: 0 });

const ill: GateChanges = { "etcd-health": '{"health":"false"}' };

describe("the gate before", () => {
  test("learns what of the others works, for the one after", () => {
    expect(judged(before, answers())).toEqual({
      kind: "done",
      learned: {
        quorumBefore: true,
        worksElsewhere: [
          "etcd of db2",
          "etcd of master1",
          "apiserver of master1",
          "apiserver of master2",
          "the sshd of db1, from another node",
        ],
      },
    });
    expect(judged(before, answers({ master2: { readyz: "" } }))).toMatchObject({
      learned: {
        worksElsewhere: [
          "etcd of db2",
          "etcd of master1",
          "apiserver of master1",
          "the sshd of db1, from another node",
        ],
      },
    });
  });

  test("waits for a minute for the quorum that is needed", () => {
    expect(judged(before, answers({ db2: ill }))).toMatchObject({
      kind: "ask-again",
      withinSeconds: 60,
      problem: {
        code: "quorum-at-risk",
        message: expect.stringMatching(/^db1 was not touched: without db1 /),
      },
    });
  });

  test("holds up nobody where there is no quorum to lose", () => {
    expect(judged(before, answers({ db1: ill, db2: ill, master1: ill }))).toMatchObject({
      kind: "done",
      learned: { quorumBefore: false },
    });
  });
});

describe("the gate after", () => {
  test("is open once all stays well: longer where something was started", () => {
    expect(judged(after, answers())).toEqual({ kind: "steady", forSeconds: 2 });
    const young = { "etcd.service": "ActiveEnterTimestampMonotonic=999000000" };
    expect(judged(after, answers({}, young))).toEqual({ kind: "steady", forSeconds: 10 });
  });

  test("holds the others to what they could before", () => {
    const worse = answers({ master2: { readyz: "" } });
    expect(judged(after, worse)).toMatchObject({ kind: "steady" });
    expect(judged(after, worse, { worksElsewhere: ["apiserver of master2"] })).toMatchObject({
      kind: "ask-again",
      problem: { code: "others-worse" },
    });
  });

  test("asks of a cluster without a quorum no more than what needs none", () => {
    const none = answers({ db1: ill, db2: ill, master1: ill });
    expect(judged(after, none, { quorumBefore: false })).toMatchObject({ kind: "steady" });
    expect(judged(after, none)).toMatchObject({
      problem: { message: expect.stringContaining("etcd is not healthy") },
    });
    const down = answers({ db1: ill, db2: ill, master1: ill }, { "etcd.service": "ActiveState=failed" });
    expect(judged(after, down, { quorumBefore: false })).toMatchObject({
      problem: { message: expect.stringContaining("etcd.service is failed") },
    });
  });

  test("ends at once where a unit is started again and again, but not while others are started as well", () => {
    const loops = answers(
      { db1: { "journal-etcd.service": "no such flag" } },
      { "etcd.service": "ActiveState=activating SubState=auto-restart NRestarts=9" },
    );
    expect(judged(after, loops)).toMatchObject({
      withinSeconds: 0,
      problem: {
        message: expect.stringMatching(/started anew 9 times; its journal ends with: no such flag$/),
      },
    });
    expect(judged({ ...after, after: "start" }, loops)).toMatchObject({ withinSeconds: 600 });
  });
});
