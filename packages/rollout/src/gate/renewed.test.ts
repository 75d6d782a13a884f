import type { HostName } from "@quorate/cluster";
import { describe, expect, test } from "vitest";
import type { DueCertificate } from "../plan/renewal.ts";
import { type GateChanges, gateAnswer } from "../testing/gate-answers.ts";
import { testServers } from "../testing/observations.ts";
import { gateHostsOf } from "./gate-host.ts";
import { readHostsSeen } from "./hosts-seen.ts";
import { judgeAfter } from "./judge.ts";
import { gateQuestion } from "./question.ts";

const cluster = testServers();
const MEMBERS = ["server1", "server2", "server3"];

/** A certificate that lasts until 2027-11-26T00:00:00Z; what hosts of these tests serve lasts ten hours longer. */
const BODY =
  "MIIBCzCBs6ADAgECAgEBMAoGCCqGSM49BAMCMA4xDDAKBgNVBAMTA2szczAeFw0yNjExMjYwMDAwMDBaFw0yNzExMjYwMDAwMDBaMA4xDDAKBgNVBAMTA2szczBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABHczr8QMFK+hObZPMU8PEN3o92Vdl5PPDBoopZEm/W83EAaFZlHw/9h29KvHVlCB9U7yy1AYBNam651M5OyMxQ2jAjAAMAoGCCqGSM49BAMCA0cAMEQCIEi51JfrZrgHMOSnHgnmGHGLDMWIJe2X7K1Y6yctD0YqAiBy9NRDl8LTNg656VNmEz05+jJWPtwnJ+QZqb2+VPL3FQ==";
const FILE = "server/tls/client-admin";

function verdict(renews: readonly DueCertificate[], changes: GateChanges): string {
  const node = cluster.nodes.find(({ name }) => name === "server1");
  if (node === undefined) throw new Error("no server1");
  const [own, ...others] = gateHostsOf(cluster, node);
  const hosts = [{ ...own, renews }, ...others] as const;
  const seen = readHostsSeen(
    hosts,
    hosts.map((host) => gateAnswer(host, MEMBERS, host.node === "server1" ? changes : {})),
  );
  const found = judgeAfter("server1" as HostName, seen, { before: [], patient: false });
  return found.kind === "open" ? "open" : `${found.because}: ${found.message}`;
}

const file = (notAfter: string): DueCertificate => ({ kind: "file", name: FILE, notAfter });
const served = (notAfter: string): DueCertificate => ({ kind: "served", server: "etcd-peers", notAfter });

describe("after a restart that should have renewed certificates", () => {
  test.each<[what: string, DueCertificate, GateChanges, expected: string]>([
    [
      "nothing is asked of what was not due",
      file("2027-01-01T00:00:00Z"),
      { issued: `${FILE} ${BODY}` },
      "open",
    ],
    [
      "one lasts as long as before",
      file("2027-11-26T00:00:00.000Z"),
      { issued: `${FILE} ${BODY}` },
      "certificate-not-renewed: server1: k3s.service was restarted and has not renewed server/tls/client-admin, which lasts until 2027-11-26",
    ],
    [
      "one is not there any more",
      file("2027-01-01T00:00:00Z"),
      {},
      "certificate-not-renewed: server1: k3s.service does not tell until when server/tls/client-admin lasts since it was restarted",
    ],
    [
      "one can't be read",
      file("2027-01-01T00:00:00Z"),
      { issued: `${FILE} AAAA` },
      "certificate-not-renewed: server1: k3s.service does not tell until when server/tls/client-admin lasts since it was restarted",
    ],
    ["a newer one is served", served("2027-01-01T00:00:00Z"), {}, "open"],
    [
      "the same one is served",
      served("2027-11-26T10:44:02.000Z"),
      {},
      "certificate-not-renewed: server1: k3s.service was restarted and has not renewed etcd-peers, as served, which lasts until 2027-11-26",
    ],
    [
      "none is served",
      served("2027-01-01T00:00:00Z"),
      { "served-etcd-peers": "" },
      "certificate-not-renewed: server1: k3s.service does not tell until when etcd-peers, as served lasts since it was restarted",
    ],
  ])("%s", (_, due, changes, expected) => {
    expect(verdict([due], changes)).toBe(expected);
  });

  test("the node is asked for these files alone, and other hosts for none", () => {
    const [own, other] = gateHostsOf(cluster, cluster.nodes[1] ?? never());
    if (other === undefined) throw new Error("no other");
    const renews = [file("2027-01-01T00:00:00Z"), served("2027-01-01T00:00:00Z")];
    expect(gateQuestion({ ...own, renews }, true)).toContain(`for name in ${FILE}; do`);
    expect(gateQuestion(own, true)).not.toContain("for name in");
    expect(gateQuestion({ ...other, renews }, false)).not.toContain("for name in");
  });
});

function never(): never {
  throw new Error("the cluster has four nodes");
}
