import { addressAt, K3S_AGREED_FLAGS, parseNetwork } from "@quorate/cluster";
import { isOn, isSwitch, type K3sFlags } from "./k3s-flags.ts";

/** What k3s compares at a join alone, and what else all servers are started with alike. */
export type AgreedFlag = (typeof K3S_AGREED_FLAGS)[number] | "https-listen-port" | "disable";

/** Each of them. */
export const AGREED_FLAGS: readonly AgreedFlag[] = [...K3S_AGREED_FLAGS, "https-listen-port", "disable"];

/** k3s' own values of those that take one (pkg/cli/cmds/server.go); `cluster-dns` follows from the Services' network. */
const DEFAULTS: { readonly [F in AgreedFlag]?: string } = {
  "cluster-cidr": "10.42.0.0/16",
  "service-cidr": "10.43.0.0/16",
  "cluster-domain": "cluster.local",
  "flannel-backend": "vxlan",
  "egress-selector-mode": "agent",
  "secrets-encryption-provider": "aescbc",
  "https-listen-port": "6443",
};

/** What a server is started with, k3s' own value where nothing is said; lists with commas. */
export function agreedValue(flags: K3sFlags, flag: AgreedFlag): string {
  if (isSwitch(flag)) return String(isOn(flags, flag));
  const values = flags.get(flag)?.filter((text) => text !== "") ?? [];
  if (flag === "disable") return [...new Set(values)].sort().join(",");
  if (values.length > 0) return values.join(",");
  return flag === "cluster-dns" ? usualDns(flags) : (DEFAULTS[flag] ?? "");
}

/** The tenth address of the Services' network, which is where k3s and Quorate have DNS. */
function usualDns(flags: K3sFlags): string {
  const [services = ""] = agreedValue(flags, "service-cidr").split(",");
  const network = parseNetwork(services);
  return network === undefined ? "" : addressAt(network, 10);
}

/** What of it machines.ts has a word for, or is seen elsewhere. */
const HAS_WORDS: ReadonlySet<AgreedFlag> = new Set([
  "cluster-cidr",
  "service-cidr",
  "cluster-domain",
  "flannel-backend",
  "secrets-encryption",
  "https-listen-port",
  "disable",
]);

/** A flag whose value is not what Quorate starts servers with, and can't be. */
export interface OtherValue {
  readonly flag: AgreedFlag;
  readonly value: string;
  readonly ours: string;
}

/** What a server is started with that Quorate starts none with: after a deployment it would differ from its cluster. */
export function otherValues(flags: K3sFlags): readonly OtherValue[] {
  return AGREED_FLAGS.flatMap((flag) => {
    if (HAS_WORDS.has(flag)) return [];
    const [value, ours] = [agreedValue(flags, flag), ourValue(flags, flag)];
    return value === ours ? [] : [{ flag, value, ours }];
  });
}

/** As packages/nixos has it (k3s/settings.ts). */
function ourValue(flags: K3sFlags, flag: AgreedFlag): string {
  const flannel = agreedValue(flags, "flannel-backend") !== "none";
  if (flag === "cluster-dns") return usualDns(flags);
  if (flag === "disable-network-policy") return String(!flannel);
  if (flag === "flannel-ipv6-masq") {
    return String(flannel && agreedValue(flags, "cluster-cidr").includes(":"));
  }
  return agreedValue(new Map(), flag);
}
