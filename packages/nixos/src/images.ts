import { COREDNS_IMAGE } from "./kubernetes/bootstrap/coredns.ts";
import { KUBE_VIP_IMAGE } from "./vip/kube-vip-pod.ts";

/**
 * Every image that a cluster's manifests ask for, sorted. Whoever brings images to hosts that reach no registry goes
 * by it; a test holds it to the manifests.
 */
export const CLUSTER_IMAGES: readonly string[] = [COREDNS_IMAGE, KUBE_VIP_IMAGE].sort();
