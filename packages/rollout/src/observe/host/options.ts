import { OPERATIONS } from "../../distribution/operations.ts";
import { type Json, readJson } from "../json.ts";
import { type Known, known, unknown } from "../known.ts";
import type { Subject } from "../subject.ts";

/** Where a system keeps the option values of nix/generated that it was built from, as JSON. */
const OPTIONS_FILE = "/etc/quorate/options.json";

/**
 * What of nix/generated a host's system was built from. It is told where that is not what is wanted now; and of upstream's
 * masters also where nobody compares it, since what all of a cluster have the same of is to be had from them.
 */
export const options: Subject<Known<Json>> = {
  atOnce: true,
  questions: ({ cluster, node, fingerprint }) =>
    fingerprint === undefined
      ? // Servers of k3s' tell their flags.
        node.roles.controlPlane && OPERATIONS[cluster.distribution.kind].flags === undefined
        ? [`echo "options=$(cat ${OPTIONS_FILE})"`]
        : []
      : [`[ "$(cat /etc/quorate/fingerprint)" = "${fingerprint}" ] || echo "options=$(cat ${OPTIONS_FILE})"`],
  read: ({ last }) => {
    const said = readJson(last("options"));
    return said === undefined
      ? unknown("the system that it runs does not say what it was built from")
      : known(said);
  },
};
