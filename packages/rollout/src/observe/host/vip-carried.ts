import { OPERATIONS } from "../../distribution/operations.ts";
import { type Known, known, unknown } from "../known.ts";
import type { Subject } from "../subject.ts";

/** How a host carries the VIP, by the file that its pod is made of. */
export interface VipCarried {
  readonly address: string;
  readonly mode: "arp" | "bgp";
}

/** See {@link VipCarried}. */
export const vipCarried: Subject<Known<VipCarried>> = {
  atOnce: true,
  questions: ({ cluster, node }) => {
    if (!node.roles.controlPlane) return [];
    const { manifests } = OPERATIONS[cluster.distribution.kind].vip;
    const value = (name: string) =>
      `"$(printf '%s' "$said" | sed -n 's/.*"name":"${name}","value":"\\([^"]*\\)".*/\\1/p')"`;
    return [
      `said=$({ ${manifests.map((manifest) => `cat ${manifest} 2>/dev/null`).join(" || ")}; } | tr -d ' \\n')`,
      `echo "vip-carried="${value("address")}`,
      `echo "vip-by-bgp="${value("bgp_enable")}`,
    ];
  },
  read: ({ last }) => {
    const address = last("vip-carried");
    if (address === "") return unknown("no file on it says which VIP it carries");
    return known({ address, mode: last("vip-by-bgp") === "true" ? "bgp" : "arp" });
  },
};
