import type { Version } from "../plan/version.ts";
import { K3S_FOLDER, K3S_UNIT } from "./k3s-paths.ts";
import type { Issuing } from "./operations.ts";

/** What a server makes at its start (pkg/daemons/control/deps of k3s). Its authorities are not among them. */
const OF_SERVERS = [
  "client-admin",
  "client-supervisor",
  "client-controller",
  "client-scheduler",
  "client-kube-apiserver",
  "client-kube-proxy",
  "client-k3s-controller",
  "client-k3s-cloud-controller",
  "client-auth-proxy",
  "serving-kube-apiserver",
  "etcd/client",
  "etcd/server-client",
  "etcd/peer-server-client",
].map((name) => `server/tls/${name}`);

/** What every node's kubelet is given by a server whenever k3s is started there. */
const OF_KUBELETS = ["agent/serving-kubelet", "agent/client-kubelet"];

/** First patch of a minor that renews with 120 days left (May 2025): 90 before that. Minors that are not here have always had it, or never. */
const PATCH_OF_120: { readonly [minor: number]: number } = { 30: 13, 31: 9, 32: 5, 33: 1 };

/**
 * What k3s issues. Of what it serves, the port of the API is not among them: that certificate it renews while it runs.
 */
export const k3sIssues: Issuing = {
  unit: K3S_UNIT,
  folder: K3S_FOLDER,
  files: ({ controlPlane }) => [...(controlPlane ? OF_SERVERS : []), ...OF_KUBELETS],
  served: ["kubelet", "etcd-clients", "etcd-peers"],
  renewsWithin: (version) => (version !== undefined && renewsEarlier(version) ? 120 : 90),
};

function renewsEarlier({ minor, patch }: Version): boolean {
  return patch >= (PATCH_OF_120[minor] ?? (minor > 33 ? 0 : Number.POSITIVE_INFINITY));
}
