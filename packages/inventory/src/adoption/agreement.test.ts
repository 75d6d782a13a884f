import { expect, it } from "vitest";
import { AGENT, answersOf, machinesOf, refusals, start } from "../testing/adopted-cluster.ts";

it.each<[string, string, string]>([
  ["--cluster-dns=10.43.0.53", "10.43.0.53", "10.43.0.10"],
  ["--egress-selector-mode=disabled", "disabled", "agent"],
  ["--disable-network-policy", "true", "false"],
  ["--flannel-backend=none", "false", "true"],
  ["--embedded-registry", "true", "false"],
  ["--supervisor-metrics", "true", "false"],
  ["--flannel-external-ip", "true", "false"],
  ["--flannel-ipv6-masq", "true", "false"],
  ["--disable-cloud-controller", "true", "false"],
  ["--disable-helm-controller", "true", "false"],
  ["--secrets-encryption-provider=secretbox", "secretbox", "aescbc"],
])("%s on all servers, which Quorate has no word for, is refused", (flag, value, ours) => {
  const [first] = refusals(answersOf(start(flag), { others: start(flag) }));
  expect(first?.code).toBe("adoption-unsupported");
  expect(first?.message).toMatch(
    new RegExp(`started with --[a-z0-9-]+ ${value}, and Quorate starts them with ${ours}`),
  );
});

it.each<[string, RegExp]>([
  ["--disable=traefik", /values of --disable: traefik on 172\.30\.190\.198, none on 172\.30\.190\.137, 172/],
  ["--disable=servicelb", /--disable: servicelb on/],
  ["--flannel-backend=host-gw", /--flannel-backend: host-gw on .*198, vxlan on/],
  ["--egress-selector-mode disabled", /--egress-selector-mode: disabled on .*198, agent on/],
  ["--embedded-registry", /--embedded-registry: true on .*198, false on/],
  ["--disable-network-policy", /--disable-network-policy/],
  ["--disable-helm-controller", /--disable-helm-controller/],
  ["--supervisor-metrics", /--supervisor-metrics/],
  ["--https-listen-port=7443", /--https-listen-port: 7443/],
])("%s on one of the servers is refused, with who has which value", (flag, says) => {
  const refused = refusals(answersOf(start(flag)));
  const message = expect.stringMatching(says);
  expect(refused).toContainEqual(expect.objectContaining({ code: "adoption-differs", message }));
});

it("a server that says nothing has k3s' own values", () => {
  const own =
    "--cluster-cidr=10.42.0.0/16 --cluster-dns=10.43.0.10 --flannel-backend=vxlan --https-listen-port=6443";
  const more =
    "--egress-selector-mode=agent --embedded-registry=false --disable= --cluster-domain cluster.local";
  expect(machinesOf(answersOf(start(`${own} ${more}`))).codes).not.toContain("adoption-flags");
});

it("parts that are left out are the same in any order", () => {
  const others = start("--disable=servicelb --disable=traefik");
  expect(refusals(answersOf(start("--disable=traefik,servicelb"), { others }))).toEqual([]);
});

it("an agent of another cluster is refused", () => {
  const other = { ...start("", "agent"), ...AGENT, authorities: `${"d".repeat(64)}  -` };
  expect(refusals(answersOf(other))).toContainEqual({
    code: "adoption-two-clusters",
    message: expect.stringMatching(/machines have 2 authorities/),
  });
});
