import type { Problem } from "@quorate/cluster";
import type { LabPlan } from "../model/lab-plan.ts";
import { systemOf } from "../model/system-kind.ts";
import { problem } from "../problem-kind.ts";

/** Refuses other systems for the hosts of a lab that is there: what their disks hold lies over another tree. */
export function refuseOtherHosts(before: LabPlan, wanted: LabPlan): readonly Problem[] {
  const [was, is] = [systemOf(before), systemOf(wanted)];
  if (was === is) return [];
  return [
    problem(
      "lab-other-hosts",
      "",
      `the hosts of this lab are made for ${was}, and can't become such of ${is}`,
      `Take it down first: \`quorate lab down\`, then \`quorate lab up --hosts ${is}\`.`,
    ),
  ];
}
