import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { testCluster } from "../testing/observations.ts";
import { writeProgram } from "../testing/programs.ts";
import { ETCD_UNKNOWN, etcdQuestions, parseEtcd } from "./etcd-seen.ts";

const [member] = testCluster().etcd.members;
if (member === undefined) throw new Error("no member");

const parse = (...lines: readonly string[]) =>
  parseEtcd((key) =>
    lines.filter((line) => line.startsWith(`${key}=`)).map((line) => line.slice(key.length + 1)),
  );

/** As etcd 3.4 answers `/members` of its peers' port. */
const answer = (body: string, id = "X-Etcd-Cluster-Id: 76f0635bc5f185e7") => [
  "etcd-members=HTTP/1.1 200 OK",
  "etcd-members=Content-Type: application/json",
  `etcd-members=${id}`,
  "etcd-members=",
  `etcd-members=${body}`,
];
const LIST =
  '[{"id":3542974012341521924,"peerURLs":["https://10.0.0.13:2380"],"name":"c"},{"id":11539305337000706507,"peerURLs":["https://10.0.0.12:2380"],"name":"b","clientURLs":["https://10.0.0.12:2379"]},{"id":7,"peerURLs":["https://10.0.0.14:2380"],"clientURLs":[],"isLearner":true}]';

describe("an answer", () => {
  test("names the cluster and its members, with ids that no number holds", () => {
    for (const id of ["X-Etcd-Cluster-Id: 76f0635bc5f185e7", "x-etcd-cluster-id: 76f0635bc5f185e7"]) {
      expect(parse("etcd-data=yes", ...answer(LIST, id))).toEqual({
        data: "yes",
        joining: false,
        membership: {
          clusterId: "76f0635bc5f185e7",
          members: [
            {
              id: "312b2c17be0e8e04",
              name: "c",
              peerUrls: ["https://10.0.0.13:2380"],
              started: false,
              learner: false,
            },
            {
              id: "a023d910eeb241cb",
              name: "b",
              peerUrls: ["https://10.0.0.12:2380"],
              started: true,
              learner: false,
            },
            { id: "7", name: "", peerUrls: ["https://10.0.0.14:2380"], started: false, learner: true },
          ],
        },
      });
    }
  });

  test.each<[string, readonly string[]]>([
    ["none", []],
    ["no list", ["etcd-members=HTTP/1.1 404 Not Found"]],
    ["no cluster", answer(LIST, "X-Other: 1")],
    ["a cluster's in another header", answer(LIST, "X-Other: X-Etcd-Cluster-Id: 76f0635bc5f185e7")],
    ["a cluster that is none", answer(LIST, "X-Etcd-Cluster-Id: 76f0635bc5f185e7, x")],
    ["no list of a cluster", answer("")],
    ["a list that is cut off", answer(LIST.slice(0, -5))],
    ["an empty one", answer("[]")],
    ["one with a member that is none", answer('[{"id":1,"peerURLs":["a"]},{"id":"x"}]')],
    ["one with an id that is none", answer('[{"id":"x","peerURLs":["a"]}]')],
    ["one with an id that begins as none", answer('[{"id":"x7","peerURLs":["a"]}]')],
    ["one with an id that ends as none", answer('[{"id":"7x","peerURLs":["a"]}]')],
    ["one with an id that a number may have cut", answer('[{"id": 7,"peerURLs":["a"]}]')],
    ["one with an address that is none", answer('[{"id":1,"peerURLs":["a",1]}]')],
    ["one with no addresses", answer('[{"id":1}]')],
    ["one of something else", answer("[null]")],
  ])("that is %s is unknown", (_, lines) => {
    expect(parse(...lines)).toEqual({ data: "unknown", joining: false, membership: "unknown" });
    expect(parse(...lines)).toEqual(ETCD_UNKNOWN);
  });

  test.each([
    ["yes", "yes"],
    ["no", "no"],
    ["", "unknown"],
    ["maybe", "unknown"],
  ])("data=%s is %s", (said, data) => {
    expect(parse(`etcd-data=${said}`).data).toBe(data);
  });
});

describe("the question, asked of a shell", () => {
  const folder = mkdtempSync(join(tmpdir(), "quorate-etcd-seen-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const program = (name: string, text: string) => writeProgram(join(folder, name), text);
  const ask = () =>
    execFileSync("/bin/sh", ["-c", etcdQuestions(member, "kubernetes").join("\n")], {
      encoding: "utf8",
      env: { PATH: `${folder}:${process.env["PATH"]}` },
    }).split("\n");

  test("looks into the folder that etcd's unit says, and asks its peers' port", () => {
    const data = join(folder, "data");
    program("systemctl", `echo "Environment=ETCD_NAME=a ETCD_DATA_DIR=${data} ETCD_INITIAL_CLUSTER=a=b"`);
    program("curl", `for last; do :; done; echo "asked $last"`);
    expect(ask()).toEqual(["etcd-data=no", `etcd-members=asked ${member.peerUrl}/members`, ""]);
    mkdirSync(join(data, "member"), { recursive: true });
    expect(ask()[0]).toBe("etcd-data=no");
    mkdirSync(join(data, "member/snap"));
    mkdirSync(join(data, "member/wal"));
    expect(ask()[0]).toBe("etcd-data=no");
    writeFileSync(join(data, "member/wal/0.wal"), "");
    expect(ask()[0]).toBe("etcd-data=yes");
  });

  test("goes on where there is no unit and no curl", () => {
    program("systemctl", "exit 1");
    program("curl", "exit 127");
    expect(ask()).toEqual([expect.stringMatching(/^etcd-data=(yes|no)$/), ""]);
  });
});
