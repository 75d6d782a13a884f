import { type Known, known, unknown } from "../known.ts";
import type { Subject } from "../subject.ts";

/** Whether the VIP is among a host's addresses: with ARP on one host alone, with BGP on each that announces it. */
export const vip: Subject<Known<boolean>> = {
  atOnce: true,
  questions: ({ cluster, node }) =>
    node.roles.controlPlane && cluster.api.vip !== undefined
      ? [
          `addresses=$(ip -o address show) && echo "vip=$(printf '%s\\n' "$addresses" | grep -cF ' ${cluster.api.vip}/')"`,
        ]
      : [],
  read: ({ last }) => {
    const count = last("vip");
    return count === "" ? unknown("the host did not tell its addresses") : known(count !== "0");
  },
};
