import { OPERATIONS } from "../../distribution/operations.ts";
import { type Known, known, unknown } from "../known.ts";
import type { Subject } from "../subject.ts";

/**
 * Whose tokens of service accounts the apiserver of a host takes, in the order of its flags: it issues those of the
 * first. By the arguments of the process, since a default is in no file. Asked of upstream's masters.
 */
export const issuers: Subject<Known<readonly string[]>> = {
  atOnce: true,
  questions: ({ cluster, node }) => {
    const { apiserverUnit, flags } = OPERATIONS[cluster.distribution.kind];
    // k3s has its apiserver within.
    if (!node.roles.controlPlane || flags !== undefined) return [];
    return [
      `pid=$(systemctl show --property MainPID --value ${apiserverUnit})`,
      `tr '\\0' '\\n' <"/proc/$pid/cmdline" | sed -n 's/^--service-account-issuer=/issuer=/p'`,
    ];
  },
  read: ({ all }) => {
    const said = all("issuer").filter((text) => text !== "");
    return said.length === 0
      ? unknown("no apiserver runs there that says whose tokens it takes")
      : known(said);
  },
};
