import { SECRETS_DIRECTORY } from "@quorate/cluster";

// What a deployment has on a host for itself.

/** The transient unit that an activation runs in. */
export const SWITCH_UNIT = "quorate-switch.service";

/** Where an activation notes which closure it is about to activate: gone at the next boot, as what it started. */
export const ACTIVATION_MARK = "/run/quorate-switch";

/**
 * What etcd is told for one start, as an environment file: in its unit's runtime directory, which systemd removes when
 * the service stops (nix/modules/kubernetes/etcd.nix).
 */
export const ETCD_START_FILE = "/run/quorate-etcd/start";

/**
 * What a server of k3s' without data is told for one start: whom to join, or to found a cluster. In its unit's runtime
 * directory as well (nix/modules/k3s/service.nix), and gone once there are data.
 */
export const K3S_START_FILE = "/run/quorate-k3s/start";

/** The folder of what Quorate has on a host, passable for all. */
export const QUORATE_DIRECTORY: string = SECRETS_DIRECTORY.slice(0, SECRETS_DIRECTORY.lastIndexOf("/"));

/**
 * What was last verified on a host, outside of every closure: lines of `closure=`, `fingerprint=` and `boot_id=`.
 * It is removed before an activation begins, so that one that failed leaves none, whatever is booted later.
 */
export const CONFIRMED_FILE: string = `${QUORATE_DIRECTORY}/confirmed`;

/**
 * Units that were failed already when what is confirmed last was left, one a line. It is written once, before the
 * first activation after a confirmation, so that what an activation has broken is not taken for old at the next.
 */
export const FAILED_BEFORE: string = `${QUORATE_DIRECTORY}/failed-before`;

/**
 * The garbage collector's roots of a deployment: `staged` is what was copied and is not confirmed yet, `previous` what
 * was confirmed before. Both go when the node is confirmed. Their names are the same for every run: what a dead one
 * left is replaced by the next one that stages, since no two run at once.
 */
export const GC_ROOTS = "/nix/var/nix/gcroots/quorate";

/**
 * What has not read its certificates and keys again since they were renewed, one a line: units, and programs in pods.
 * Its time of change is that of the renewal. It goes with the node's confirmation.
 */
export const UNREAD_FILE: string = `${QUORATE_DIRECTORY}/unread`;

/**
 * Where a host receives its secrets before they count: inside the secrets folder, hence on its file
 * system, so that the rename that follows is atomic. 0700; a leftover is removed by the next run.
 */
export const INCOMING_DIRECTORY: string = `${SECRETS_DIRECTORY}/.incoming`;

/**
 * Is there from before a member's data come into being, as a learner's, until it is a voter: such data are no copy that
 * anybody needs.
 */
export const ETCD_JOINING: string = `${QUORATE_DIRECTORY}/etcd-joining`;

/**
 * Who deploys to the cluster, on each member's host: a line of `held` or `released` and the run's name, and one that
 * says whose it is. On the disk: a host that is rebooted must not forget it. Its time of change is the heartbeat.
 */
export const LOCK_FILE: string = `${QUORATE_DIRECTORY}/lock`;

/** Where the file lies, below its own path, that the VIP's pod is made of while a node has left the VIP: gone at the next boot, which makes it anew. */
export const VIP_ASIDE = "/run/quorate/vip";

/** The transient unit, and its timer, that puts it back where nobody else does. */
export const VIP_RETURN_UNIT = "quorate-vip-return";
