import type { HostName, IpAddress, SecretFile } from "@quorate/cluster";
import type { DesiredSecret } from "../desired.ts";
import type { StorePath } from "../store-path.ts";

/** Something done to one node. */
export type NodeStep = StagingStep | ActivationStep;

/** Steps that change nothing that the node runs or reads. */
export type StagingStep = CopyClosureStep | StageSecretsStep | StageInstallationStep;

/** Steps that do. */
export type ActivationStep =
  | PutSecretsStep
  | SetProfileStep
  | SwitchStep
  | InstallStep
  | WaitForSshStep
  | VerifyStep;

/** Copies a built system into the node's store. */
export interface CopyClosureStep {
  readonly kind: "copy-closure";
  readonly node: HostName;
  readonly closure: StorePath;
}

/** Sends the files that differ to a folder beside the one that is read. */
export interface StageSecretsStep {
  readonly kind: "stage-secrets";
  readonly node: HostName;
  /** Never empty. */
  readonly files: readonly DesiredSecret[];
}

/** Lays out, on this machine, the files that an installation puts on the new disk. */
export interface StageInstallationStep {
  readonly kind: "stage-installation";
  readonly node: HostName;
  readonly files: readonly SecretFile[];
}

/** Renames staged secrets into place and removes those that no longer belong. */
export interface PutSecretsStep {
  readonly kind: "put-secrets";
  readonly node: HostName;
  readonly files: readonly SecretFile[];
  /** File names, sorted. */
  readonly remove: readonly string[];
}

/** Makes the closure what the node boots from now on. */
export interface SetProfileStep {
  readonly kind: "set-profile";
  readonly node: HostName;
  readonly closure: StorePath;
}

/** Runs `switch-to-configuration switch`. */
export interface SwitchStep {
  readonly kind: "switch";
  readonly node: HostName;
  readonly closure: StorePath;
}

/** Erases the node's disk and installs NixOS through nixos-anywhere; the node reboots into it. */
export interface InstallStep {
  readonly kind: "install";
  readonly node: HostName;
  readonly address: IpAddress;
  readonly closure: StorePath;
  readonly diskoScript: StorePath;
}

/** Waits until the node answers and proves, with the host key made beforehand, who it is. */
export interface WaitForSshStep {
  readonly kind: "wait-for-ssh";
  readonly node: HostName;
  readonly timeoutSeconds: number;
}

/** Looks at the node again and compares it with what it should be. */
export interface VerifyStep {
  readonly kind: "verify";
  readonly node: HostName;
  readonly closure: StorePath;
  readonly fingerprint: string;
  readonly secrets: readonly DesiredSecret[];
}
