import { OPERATIONS } from "../../distribution/operations.ts";
import { type Json, readJson } from "../json.ts";
import { type Known, known, unknown } from "../known.ts";
import type { Subject } from "../subject.ts";

/** Flags that a control plane node's system starts it with, where servers have to agree on some; unknown everywhere else. */
export const flags: Subject<Known<Json>> = {
  atOnce: true,
  questions: ({ cluster, node }) => {
    const { flags } = OPERATIONS[cluster.distribution.kind];
    return flags === undefined || !node.roles.controlPlane ? [] : [`echo "flags=$(${flags("")})"`];
  },
  read: ({ last }) => {
    const said = readJson(last("flags"));
    return said === undefined ? unknown("its system does not tell the flags of its server") : known(said);
  },
};
