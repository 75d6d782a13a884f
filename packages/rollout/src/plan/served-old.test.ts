import { expect, test } from "vitest";
import { NO_FACTS } from "../observe/host-facts.ts";
import { known } from "../observe/known.ts";
import type { InstalledObservation } from "../observe/observation.ts";
import { testCluster, testDesired, testInstalled } from "../testing/observations.ts";
import { tellServedOld } from "./served-old.ts";

const [db1] = testDesired(testCluster());
if (db1 === undefined) throw new Error("no node");
const [secret] = db1.secrets;
if (secret === undefined) throw new Error("no secret");
const target = { ...db1, secrets: [{ ...secret, file: "kubelet-server.crt" }] };
const kubelet = { serial: "0aff", notAfter: "2027-11-26T10:44:02.000Z" };
const served = (isTheFiles: boolean) => ({
  facts: { ...NO_FACTS, served: { kubelet: known({ ...kubelet, isTheFiles }) } },
});

test.each<[string, Partial<InstalledObservation>, readonly string[]]>([
  ["what is served is the file's", served(true), []],
  ["it is another", served(false), ["certificate-served-old"]],
  ["it is another, and will be restarted", { ...served(false), unread: ["kubelet.service"] }, []],
  ["the file itself is still to be sent", { ...served(false), secrets: { "kubelet-server.crt": "0" } }, []],
  ["nothing is told", {}, []],
])("%s", (_, changes, codes) => {
  const told = tellServedOld([target], [testInstalled(target, changes)]);
  expect(told.map(({ code }) => code)).toEqual(codes);
  if (codes.length > 0) {
    expect(told[0]?.message).toContain("kubelet serves a certificate (serial 0aff, until 2027-11-26)");
  }
});
