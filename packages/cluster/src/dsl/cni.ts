/** How flannel can carry packets from node to node. */
export const FLANNEL_BACKENDS = ["vxlan", "host-gw", "wireguard-native"] as const;

/** One of {@link FLANNEL_BACKENDS}. */
export type FlannelBackend = (typeof FLANNEL_BACKENDS)[number];

/** The pod network by flannel. */
export interface FlannelSpec {
  /**
   * `vxlan` crosses routers; `host-gw` needs all nodes in one subnet and costs no encapsulation; `wireguard-native`
   * encrypts, and k3s alone has it. Default: `vxlan`.
   */
  readonly backend?: FlannelBackend;
}

/** What {@link flannel} returns. */
export interface Flannel extends FlannelSpec {
  /** Which of the pod networks this is. */
  readonly kind: "flannel";
}

/** No pod network by Quorate: pods start once something else, such as a Cilium chart, has brought one. */
export interface NoCni {
  /** Which of the pod networks this is. */
  readonly kind: "none";
}

/** What connects the pods. */
export type Cni = Flannel | NoCni;

/** The pod network by flannel, which is the default. */
export function flannel(spec: FlannelSpec = {}): Flannel {
  return { ...spec, kind: "flannel" };
}

/** Leaves the pod network to something that is installed later. */
export function noCni(): NoCni {
  return { kind: "none" };
}
