import type { Reason } from "./render.ts";

/** What can't pass in a lab, and why. What is Quorate's own fault is mended, and never stands here. */
export const REASONS: readonly Reason[] = [
  {
    spec: "[sig-node] ImageVolume should succeed with pod and pull policy of Always [LinuxOnly] [MinimumKubeletVersion:1.35] [Conformance]",
    why: "it asks a registry each time, whatever images are there; a lab's hosts reach none",
  },
  {
    spec: "[sig-node] Kubelet when scheduling a read only busybox container should not write to root filesystem [LinuxOnly] [NodeConformance] [Conformance]",
    why: "it wants the words of busybox' own shell (`can't create /file`); the packed image's is bash, which says `/file: Read-only file system`",
  },
];
