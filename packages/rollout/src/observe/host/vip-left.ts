import { VIP_ASIDE } from "../../on-host.ts";
import { type Known, known, unknown } from "../known.ts";
import type { Subject } from "../subject.ts";

/** Whether a deployment has had a host leave the VIP, and nobody has given it back yet. */
export const vipLeft: Subject<Known<boolean>> = {
  atOnce: true,
  questions: ({ cluster, node }) =>
    node.roles.controlPlane && cluster.api.vip !== undefined
      ? [`if [ -e ${VIP_ASIDE} ]; then echo vip-left=yes; else echo vip-left=no; fi`]
      : [],
  read: ({ last }) => {
    const left = last("vip-left");
    return left === "" ? unknown("the host did not tell whether it has left the VIP") : known(left === "yes");
  },
};
