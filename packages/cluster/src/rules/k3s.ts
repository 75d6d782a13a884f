import type { OfKind } from "../model/by-kind.ts";
import { type Finding, finding, quote, type SpecPath } from "../model/finding.ts";
import { DEFAULT_PORTS, listenerOn } from "../model/port.ts";
import type { DraftDistribution } from "../parse/distribution.ts";
import { type Draft, type DraftNode, isControlPlane, isEtcdMember } from "../parse/draft.ts";
import { isCronSchedule } from "./cron.ts";
import { checkKubelet } from "./kubelet.ts";
import { isDnsSubdomain } from "./names.ts";

type DraftK3s = OfKind<DraftDistribution, "k3s">;
type Written = DraftK3s["spec"];

/** What k3s can't do, or does in a way of its own. */
export function* checkK3s({ spec: written, whole }: DraftK3s, draft: Draft): Iterable<Finding> {
  for (const node of draft.nodes) {
    yield* checkServer(node);
    yield* checkOwnLabels(node);
  }
  yield* checkAdopted(written, draft);
  yield* checkApiserverPort(draft);
  // What is left out may be said where it could not be read.
  if (whole) yield* checkIngressPorts(written, draft);
  yield* checkServiceNetworks(draft);
  yield* checkMirrors(written);
  yield* checkLogins(written);
  yield* checkSnapshots(written);
  yield* checkKubelet(written.kubelet ?? {});
}

/** What carries a VIP shows the API a certificate of the clients' authority, whose key no operator has then. */
function* checkAdopted({ authorities }: Written, { kubeMaster }: Draft): Iterable<Finding> {
  if (authorities !== "adopted" || kubeMaster?.vip === undefined) return;
  yield finding(
    "k3s-adopted-vip",
    ["kubeMaster", "ip"],
    "there is a VIP, and with authorities of k3s' own making nobody can issue what carries it a certificate",
    "Remove it, with loadBalancer: none(): agents know all servers, and dnsName can name several of them.",
  );
}

function* checkServer(node: DraftNode): Iterable<Finding> {
  if (node.spec.services === undefined || isControlPlane(node) === isEtcdMember(node)) return;
  yield finding(
    "k3s-server-services",
    ["machines", node.name, "services"],
    `${node.name} has ${isEtcdMember(node) ? "etcd without the control plane" : "the control plane without etcd"}, which k3s has on the same nodes`,
    'Make it a server by ["kubernetes", "etcd"], or an agent by ["worker"].',
  );
}

/** Labels that k3s sets of itself, at every start. */
const OWN_LABELS = ["node-role.kubernetes.io/etcd", "node.kubernetes.io/instance-type"];

function* checkOwnLabels({ name, spec }: DraftNode): Iterable<Finding> {
  for (const key of OWN_LABELS) {
    if (spec.labels === undefined || !Object.hasOwn(spec.labels, key)) continue;
    yield finding(
      "label-reserved",
      ["machines", name, "labels", key],
      `${quote(key)} is set by k3s itself`,
      "Remove it, or choose a key with a domain of yours, such as example.com/role.",
    );
  }
}

/** The port of the API is k3s' own: the apiserver behind it listens on the next one. */
function* checkApiserverPort({ kubeMaster, rest }: Draft): Iterable<Finding> {
  const api = kubeMaster?.spec.port;
  // Where the API has its usual port, the next one is among those that are never free.
  if (api === undefined || api === DEFAULT_PORTS.api) return;
  const own = api + 1;
  const taken = own === (rest?.ssh?.port ?? DEFAULT_PORTS.ssh) ? "sshd" : listenerOn(own, "k3s");
  if (taken === undefined) return;
  yield finding(
    "port-conflict",
    ["kubeMaster", "port"],
    `port ${own} is already used by ${taken}, and k3s puts the apiserver itself there, next to port ${api}`,
    `Choose another port: usual are ${DEFAULT_PORTS.api} for the API and ${DEFAULT_PORTS.ssh} for sshd.`,
  );
}

/** Where k3s' own load balancer publishes k3s' own ingress: at the addresses of all nodes. */
const INGRESS_PORTS: readonly number[] = [80, 443];

function* checkIngressPorts({ disable = [] }: Written, { kubeMaster, rest }: Draft): Iterable<Finding> {
  if (disable.includes("traefik") || disable.includes("servicelb")) return;
  const ports = [
    [["kubeMaster", "port"], kubeMaster?.spec.port],
    [["ssh", "port"], rest?.ssh?.port],
  ] as const;
  for (const [path, port] of ports) {
    if (port === undefined || !INGRESS_PORTS.includes(port)) continue;
    yield finding(
      "port-conflict",
      path,
      `port ${port} is already used by Traefik, which k3s' servicelb publishes on every node`,
      'Choose another port, or leave Traefik or servicelb out: disable: ["traefik"].',
    );
  }
}

/** k3s takes no IPv6 network of Services with more than 16 bits for hosts. */
function* checkServiceNetworks({ network }: Draft): Iterable<Finding> {
  for (const { value, path } of network?.services ?? []) {
    if (value.family !== 6 || value.prefixLength >= 112 || value.prefixLength < 108) continue;
    yield finding(
      "service-network-size",
      path,
      `the Services' network ${value.cidr} is too large for k3s`,
      "Choose a /112 to a /124.",
    );
  }
}

function* checkMirrors({ mirrors = {} }: Written): Iterable<Finding> {
  for (const [registry, { endpoints, rewrite = {} }] of Object.entries(mirrors)) {
    const path: SpecPath = ["distribution", "mirrors", registry];
    if (registry !== "*" && !isRegistryHost(registry)) {
      yield finding(
        "k3s-mirror-invalid",
        path,
        `${quote(registry)} is no registry's host`,
        'Write its name as images have it, such as docker.io or registry.lan:5000; or "*" for all others.',
      );
    }
    for (const [index, endpoint] of endpoints.entries()) {
      if (isEndpoint(endpoint)) continue;
      yield finding(
        "k3s-mirror-invalid",
        [...path, "endpoints", index],
        `${quote(withoutUser(endpoint))} is no URL of a mirror`,
        "Write one such as https://mirror.lan or http://10.0.0.5:5000, without a user: nodes' configuration is readable to all.",
      );
    }
    for (const [pattern, replacement] of Object.entries(rewrite)) {
      if (isPrintable(pattern) && !isPattern(pattern)) {
        yield finding(
          "k3s-mirror-invalid",
          [...path, "rewrite", pattern],
          `${quote(pattern)} is no regular expression that k3s can read`,
          "Write one as Go has them (RE2), without lookaround and backreferences.",
        );
        continue;
      }
      if (isPrintable(pattern) && isPrintable(replacement)) continue;
      yield finding(
        "k3s-mirror-invalid",
        [...path, "rewrite", pattern],
        `${quote(isPrintable(pattern) ? replacement : pattern)} is no part of a repository's name`,
        "Write a regular expression, and what takes its place, without spaces.",
      );
    }
  }
}

function* checkLogins({ logins = [] }: Written): Iterable<Finding> {
  for (const [index, registry] of logins.entries()) {
    const path: SpecPath = ["distribution", "logins", index];
    if (!isRegistryHost(registry)) {
      yield finding(
        "k3s-login-invalid",
        path,
        `${quote(registry.replace(/^.*@/, "...@"))} is no registry's host`,
        "Write its name as images have it, such as ghcr.io or registry.lan:5000, without a user: what nodes log in with stands in the certificates' folder.",
      );
    } else if (logins.indexOf(registry) !== index) {
      yield finding("k3s-login-invalid", path, `${quote(registry)} is named twice`, "Remove one of the two.");
    }
  }
}

function isRegistryHost(text: string): boolean {
  const [host = "", port, ...rest] = text.split(":");
  return (
    rest.length === 0 &&
    isDnsSubdomain(host) &&
    (port === undefined || (/^[1-9]\d{0,4}$/.test(port) && Number(port) <= 65_535))
  );
}

/** A URL as a message may show it: what stands before its host may be a password. */
function withoutUser(endpoint: string): string {
  return endpoint.replace(/^(\w+:\/\/)[^/]*@/, "$1...@");
}

/** What JavaScript can read and Go has as well: RE2 knows no lookaround and no backreferences. */
function isPattern(pattern: string): boolean {
  try {
    new RegExp(pattern);
  } catch {
    return false;
  }
  return !/(^|[^\\])(\\\\)*(\(\?<?[=!]|\\[1-9k])/.test(pattern);
}

function isEndpoint(text: string): boolean {
  if (!isPrintable(text) || !/^https?:\/\//.test(text) || !URL.canParse(text)) return false;
  const { username, password, hash } = new URL(text);
  return username === "" && password === "" && hash === "";
}

/** ASCII that prints as something, 300 characters at most. */
function isPrintable(text: string): boolean {
  return /^[\x21-\x7e]{1,300}$/.test(text);
}

function* checkSnapshots({ snapshots }: Written): Iterable<Finding> {
  if (snapshots === undefined) return;
  const path = ["distribution", "snapshots"];
  const { schedule, keep } = snapshots;
  if (schedule !== undefined && !isCronSchedule(schedule)) {
    yield finding(
      "k3s-snapshots-invalid",
      [...path, "schedule"],
      `${quote(schedule)} is no time as cron has it`,
      'Write minute, hour, day, month and weekday, as in "0 */12 * * *", or "@every 6h".',
    );
  }
  if (keep !== undefined && !(Number.isInteger(keep) && keep >= 0 && keep <= 10_000)) {
    yield finding(
      "k3s-snapshots-invalid",
      [...path, "keep"],
      `${keep} is no number of snapshots`,
      "Write a whole number up to 10000; with 0 none is taken.",
    );
  }
}
