import type { NodeStep } from "./step.ts";

/** What a step does, for a progress line: `copies the closure`. */
export function describeStep(step: NodeStep): string {
  switch (step.kind) {
    case "copy-closure":
      return "copying the closure";
    case "stage-secrets":
      return `sending ${files(step.files.length)} of certificates and keys, not yet in use`;
    case "stage-installation":
      return "laying out the files of the installation";
    case "put-secrets":
      return `putting ${files(step.files.length)} of certificates and keys in place, removing ${step.remove.length}`;
    case "set-profile":
      return "setting the system profile";
    case "switch":
      return "activating";
    case "install":
      return "installing NixOS through nixos-anywhere";
    case "wait-for-ssh":
      return "waiting for ssh";
    case "verify":
      return "verifying";
  }
}

function files(count: number): string {
  return count === 1 ? "1 file" : `${count} files`;
}
