import { expect, test } from "vitest";
import { answersOf } from "../observe/answers.ts";
import { type VipCarried, vipCarried } from "../observe/host/vip-carried.ts";
import { NO_FACTS } from "../observe/host-facts.ts";
import { known } from "../observe/known.ts";
import { testCluster, testDesired, testInstalled } from "../testing/observations.ts";
import { refuseVipChange } from "./vip-change.ts";

// master1 and master2 carry 10.0.0.100 by ARP; worker1 has a kubelet, db1 and db2 have none.
const cluster = testCluster();
const all = testDesired(cluster);

function refused(carried: VipCarried | undefined, targets: readonly string[]) {
  const observed = all.map((one) =>
    testInstalled(one, {
      facts: carried === undefined ? NO_FACTS : { ...NO_FACTS, vipCarried: known(carried) },
    }),
  );
  const chosen = all.filter(({ node }) => targets.includes(node.name));
  return refuseVipChange(cluster, chosen, observed).map(({ code, message }) => `${code} ${message}`);
}

const same: VipCarried = { address: "10.0.0.100", mode: "arp" };
const moved: VipCarried = { address: "10.0.0.99", mode: "arp" };
const byBgp: VipCarried = { address: "10.0.0.100", mode: "bgp" };

test.each<[string, VipCarried | undefined, readonly string[], RegExp | undefined]>([
  ["is the same", same, ["master1"], undefined],
  ["is not known", undefined, ["master1"], undefined],
  ["is another, for everybody", moved, ["master1", "master2", "worker1"], undefined],
  ["is another, and a worker is left out", moved, ["master1", "master2"], /: worker1 would be left behind/],
  ["is another, and a master is left out", moved, ["master1", "worker1"], /: master2 would be left behind/],
  ["is another, and no master is touched", moved, ["worker1"], undefined],
  ["is carried otherwise, by all masters", byBgp, ["master1", "master2"], undefined],
  ["is carried otherwise by one of them", byBgp, ["master1"], /by bgp, and machines.ts says arp: master2/],
])("a VIP that %s", (_, carried, targets, expected) => {
  const found = refused(carried, targets);
  expect(found).toHaveLength(expected === undefined ? 0 : 1);
  if (expected !== undefined) expect(found[0]).toMatch(expected);
});

test("how it is carried is read", () => {
  expect(vipCarried.read(answersOf(["vip-carried=10.0.0.100", "vip-by-bgp=true"]))).toEqual(known(byBgp));
  expect(vipCarried.read(answersOf(["vip-carried=10.0.0.100", "vip-by-bgp="]))).toEqual(known(same));
  expect(vipCarried.read(answersOf(["vip-carried=", "vip-by-bgp="])).known).toBe(false);
});
