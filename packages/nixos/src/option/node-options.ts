import type { DistributionKind, NixosOptions, NixValue, SecretOwner } from "@quorate/cluster";
import type { KubernetesObject } from "../object/kubernetes-object.ts";

/** Everything in a node's file of options. An option of NixOS that does not exist does not compile. */
export type NodeOptions = NixosOptions & { readonly disko: DiskoOptions; readonly quorate: QuorateOptions };

/** The part of disko's options that we set. */
export type DiskoOptions = {
  readonly devices: {
    readonly disk: { readonly [name: string]: DiskoDisk };
  };
};

/** A disk with its partition table. */
export type DiskoDisk = {
  readonly type: "disk";
  readonly device: string;
  readonly content: {
    readonly type: "gpt";
    readonly partitions: { readonly [name: string]: DiskoPartition };
  };
};

/** A partition; without `content` it is left as it is. */
export type DiskoPartition = {
  /** GPT type code: `EF00` is an EFI system partition, `EF02` room for GRUB. */
  readonly type?: "EF00" | "EF02";
  readonly size: string;
  readonly content?: {
    readonly type: "filesystem";
    readonly format: "ext4" | "vfat";
    readonly mountpoint: string;
    readonly mountOptions: readonly string[];
  };
};

/** The options of our own modules in nix/modules/, where each is described. */
export type QuorateOptions = CommonOptions & DistributionOptions[DistributionKind];

/** Those that every node has: nix/modules/common/. */
export type CommonOptions = {
  readonly node: { readonly cluster: string; readonly name: string };
  readonly secrets: SecretsOptions;
  readonly ssh: { readonly port: number; readonly keepsHostKey?: boolean };
};

/** Those that a distribution's own modules have. Each has a folder below nix/modules/. */
type DistributionOptions = {
  readonly kubernetes: KubernetesOptions;
  readonly k3s: K3sOptions;
};

/** Those of k3s: nix/modules/k3s/. */
export type K3sOptions = Pick<KubernetesOptions, "apiserver" | "bootstrap" | "kubeconfigs"> & {
  readonly k3s: {
    readonly version?: string;
    readonly adopted?: boolean;
    readonly airgap?: boolean;
    /** As k3s has it in registries.yaml. */
    readonly registries?: NixValue;
    /** Path on the host of what it logs in to registries with. */
    readonly registryLogins?: string;
    /** Flags that are the same on all servers. */
    readonly settings?: { readonly [flag: string]: NixValue };
  };
  /** k3s has its own. */
  readonly cni?: never;
};

/** Those of upstream Kubernetes: nix/modules/kubernetes/. */
export type KubernetesOptions = {
  readonly apiserver?: { readonly authenticationConfiguration: { readonly [key: string]: NixValue } };
  readonly bootstrap?: BootstrapOptions;
  readonly cni?: CniOptions;
  readonly kubeconfigs: { readonly [name: string]: KubeconfigOptions };
};

/** `quorate.bootstrap`: what a control plane node applies through its own apiserver. */
export type BootstrapOptions = {
  readonly enable: boolean;
  readonly kubeconfig: string;
  /** Labels that a kubelet may not set, by the node's name. */
  readonly nodeLabels: { readonly [node: string]: { readonly [key: string]: string } };
  readonly objects: readonly KubernetesObject[];
};

/** `quorate.cni`: how a node's pods are put on the network. */
export type CniOptions = {
  /** As a `.conflist` file has it. */
  readonly configuration: {
    readonly cniVersion: string;
    readonly name: string;
    readonly plugins: readonly { readonly type: string; readonly [key: string]: NixValue }[];
  };
};

/** A kubeconfig with a client certificate. All but `server` are paths on the host. */
export type KubeconfigOptions = {
  readonly server: string;
  readonly caFile: string;
  readonly certFile: string;
  readonly keyFile: string;
};

/** `quorate.secrets`: the files of the secrets folder. */
export type SecretsOptions = {
  readonly directory: string;
  readonly files: { readonly [file: string]: { readonly owner: SecretOwner; readonly mode: string } };
  /** The files that a service cannot do without, by the name of its unit. */
  readonly requiredBy: { readonly [service: string]: readonly string[] };
};
