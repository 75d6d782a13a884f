import { type Finding, finding, quote } from "../model/finding.ts";
import { parseAddress } from "../parse/address.ts";
import type { Draft } from "../parse/draft.ts";

/**
 * A DNS label: what names a node, a cluster, a check. RFC 1123, lower case: what both a host name and a Kubernetes
 * object's name may be.
 */
export const DNS_LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Names that mean something else on every node. */
export const RESERVED_NAMES: readonly string[] = ["localhost", "kubernetes"];

/** What a router may be called, which nobody configures: as a DNS label, in either case (RFC 4343 tells them alike). */
const ROUTER_NAME = new RegExp(DNS_LABEL.source, "i");

/** What Kubernetes calls a DNS subdomain: lower-case labels with dots between, at most 253 characters. */
export function isDnsSubdomain(text: string): boolean {
  return text.length <= 253 && text.split(".").every((label) => DNS_LABEL.test(label));
}

/** A lower-case DNS name: its last label is no number (RFC 3696), or it would be a misspelt address. */
function isDnsName(text: string): boolean {
  return isDnsSubdomain(text) && !/(^|\.)\d+$/.test(text);
}

/** Names of the cluster, its machines and its domains. */
export function* checkNames(draft: Draft): Iterable<Finding> {
  const name = draft.rest?.name;
  if (name !== undefined && !DNS_LABEL.test(name)) {
    yield finding(
      "cluster-name-invalid",
      ["name"],
      `${quote(name)} is no DNS label`,
      "Use lower-case letters, digits and hyphens, at most 63, with no hyphen at either end.",
    );
  }
  for (const [machine, kind] of draft.machineKinds) {
    if (kind === "router" && !ROUTER_NAME.test(machine)) {
      yield finding(
        "machine-name-invalid",
        ["machines", machine],
        `${quote(machine)} is no name of a router`,
        "Use letters, digits and hyphens, at most 63, with no hyphen at either end.",
      );
    } else if (kind !== "router" && !DNS_LABEL.test(machine)) {
      yield finding(
        "machine-name-invalid",
        ["machines", machine],
        `${quote(machine)} is no DNS label, and so no host name`,
        "Use lower-case letters, digits and hyphens, at most 63, with no hyphen at either end.",
      );
    } else if (RESERVED_NAMES.includes(machine.toLowerCase())) {
      yield finding(
        "machine-name-reserved",
        ["machines", machine],
        `${quote(machine)} already means something else on every node`,
        "Choose another name.",
      );
    }
  }
  const domain = draft.network?.spec.domain;
  if (domain !== undefined && !isDnsName(domain)) {
    yield finding(
      "domain-invalid",
      ["network", "domain"],
      `${quote(domain)} is no DNS name`,
      "Write a name in lower case such as cluster.local.",
    );
  }
  const release = draft.rest?.stateVersion;
  if (release !== undefined && !/^\d\d\.(05|11)$/.test(release)) {
    yield finding(
      "state-version-invalid",
      ["stateVersion"],
      `${quote(release)} is no NixOS release`,
      "Write the release that the nodes were first installed with, such as 26.05.",
    );
  }
  yield* checkSans(draft);
}

function* checkSans(draft: Draft): Iterable<Finding> {
  const spec = draft.kubeMaster?.spec;
  if (spec?.dnsName !== undefined && !isDnsName(spec.dnsName)) {
    yield finding(
      "dns-name-invalid",
      ["kubeMaster", "dnsName"],
      `${quote(spec.dnsName)} is no DNS name`,
      "Write the name that resolves to the VIP in lower case, such as k8s.example.com.",
    );
  }
  for (const [index, san] of (spec?.extraSans ?? []).entries()) {
    if (isDnsName(san.startsWith("*.") ? san.slice(2) : san) || parseAddress(san) !== undefined) continue;
    yield finding(
      "dns-name-invalid",
      ["kubeMaster", "extraSans", index],
      `${quote(san)} is neither a DNS name nor an address`,
      "Write a name in lower case such as api.example.com, or an address.",
    );
  }
}
