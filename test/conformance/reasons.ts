import type { Reason } from "./render.ts";

/** What can't pass in a lab, and why. What is Quorate's own fault is mended, and never stands here. */
export const REASONS: readonly Reason[] = [
  {
    spec: "[sig-node] ImageVolume should succeed with pod and pull policy of Always [LinuxOnly] [MinimumKubeletVersion:1.35] [Conformance]",
    why: "it asks a registry each time, whatever images are there; a lab's hosts reach none",
  },
];
