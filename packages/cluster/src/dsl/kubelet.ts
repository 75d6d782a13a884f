import type { NixValue } from "../nix-value.ts";

/**
 * The fields of Kubernetes 1.36's KubeletConfiguration (kubelet.config.k8s.io/v1beta1), by the form of their values;
 * an older kubelet may lack some. Those that k3s or Quorate sets are not among them.
 */
export const KUBELET_FIELDS = {
  /** true or false. */
  flag: [
    "cgroupsPerQOS",
    "cpuCFSQuota",
    "enableContentionProfiling",
    "enableControllerAttachDetach",
    "enableDebugFlagsHandler",
    "enableDebuggingHandlers",
    "enableProfilingHandler",
    "enableServer",
    "enableSystemLogHandler",
    "enableSystemLogQuery",
    "failCgroupV1",
    "failSwapOn",
    "kernelMemcgNotification",
    "localStorageCapacityIsolation",
    "makeIPTablesUtilChains",
    "mergeDefaultEvictionSettings",
    "protectKernelDefaults",
    "registerNode",
    "rotateCertificates",
    "runOnce",
    "seccompDefault",
    "serializeImagePulls",
    "serverTLSBootstrap",
    "singleProcessOOMKill",
  ],
  /** A whole number from 0 on. */
  count: [
    "containerLogMaxFiles",
    "containerLogMaxWorkers",
    "eventBurst",
    "eventRecordQPS",
    "evictionMaxPodGracePeriod",
    "healthzPort",
    "imageGCHighThresholdPercent",
    "imageGCLowThresholdPercent",
    "iptablesDropBit",
    "iptablesMasqueradeBit",
    "kubeAPIBurst",
    "kubeAPIQPS",
    "maxOpenFiles",
    "maxParallelImagePulls",
    "maxPods",
    "nodeLeaseDurationSeconds",
    "podsPerCore",
    "readOnlyPort",
    "registryBurst",
    "registryPullQPS",
  ],
  /** A whole number, also below 0. */
  integer: ["nodeStatusMaxImages", "oomScoreAdj", "podPidsLimit"],
  /** A number. */
  number: ["memoryThrottlingFactor"],
  /** A text as Go writes a duration: `"10s"`, `"1h30m"`. */
  duration: [
    "containerLogMonitorInterval",
    "cpuCFSQuotaPeriod",
    "cpuManagerReconcilePeriod",
    "evictionPressureTransitionPeriod",
    "fileCheckFrequency",
    "httpCheckFrequency",
    "imageMaximumGCAge",
    "imageMinimumGCAge",
    "nodeStatusReportFrequency",
    "nodeStatusUpdateFrequency",
    "runtimeRequestTimeout",
    "shutdownGracePeriod",
    "shutdownGracePeriodCriticalPods",
    "streamingConnectionIdleTimeout",
    "syncFrequency",
    "volumeStatsAggPeriod",
  ],
  /** A text. */
  text: [
    "cgroupDriver",
    "cgroupRoot",
    "configMapAndSecretChangeDetectionStrategy",
    "containerLogMaxSize",
    "contentType",
    "cpuManagerPolicy",
    "hairpinMode",
    "healthzBindAddress",
    "imagePullCredentialsVerificationPolicy",
    "imageServiceEndpoint",
    "kubeReservedCgroup",
    "kubeletCgroups",
    "memoryManagerPolicy",
    "memoryReservationPolicy",
    "podCIDR",
    "podLogsDir",
    "providerID",
    "reservedSystemCPUs",
    "resolvConf",
    "showHiddenMetricsForVersion",
    "systemCgroups",
    "systemReservedCgroup",
    "tlsMinVersion",
    "topologyManagerPolicy",
    "topologyManagerScope",
    "volumePluginDir",
  ],
  /** A list of texts. */
  texts: [
    "allowedUnsafeSysctls",
    "enforceNodeAllocatable",
    "preloadedImagesVerificationAllowlist",
    "tlsCipherSuites",
  ],
  /** A set of names and texts. */
  namedTexts: [
    "cpuManagerPolicyOptions",
    "evictionHard",
    "evictionMinimumReclaim",
    "evictionSoft",
    "evictionSoftGracePeriod",
    "kubeReserved",
    "qosReserved",
    "systemReserved",
    "topologyManagerPolicyOptions",
  ],
  /** A set of names, each true or false. */
  namedFlags: ["featureGates"],
  /** A list. */
  list: ["reservedMemory", "shutdownGracePeriodByPodPriority", "tlsCurvePreferences"],
  /** A set of fields. */
  fields: ["crashLoopBackOff", "logging", "memorySwap", "tracing", "userNamespaces"],
} as const;

/** A form of values that {@link KUBELET_FIELDS} knows. */
export type KubeletForm = keyof typeof KUBELET_FIELDS;

/** What each form is; no field of machines.ts, so that an editor has nothing to say of it. */
type Forms = {
  readonly flag: boolean;
  readonly count: number;
  readonly integer: number;
  readonly number: number;
  readonly duration: string;
  readonly text: string;
  readonly texts: readonly string[];
  readonly namedTexts: { readonly [name: string]: string };
  readonly namedFlags: { readonly [name: string]: boolean };
  readonly list: readonly NixValue[];
  readonly fields: { readonly [field: string]: NixValue };
};

type FieldOf<F extends KubeletForm> = (typeof KUBELET_FIELDS)[F][number];
type FormOf<N> = { [F in KubeletForm]: N extends FieldOf<F> ? F : never }[KubeletForm];

/** Fields of the kubelets' KubeletConfiguration. */
export type KubeletSpec = { readonly [N in FieldOf<KubeletForm>]?: Forms[FormOf<N>] };
