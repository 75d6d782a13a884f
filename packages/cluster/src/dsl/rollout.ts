/** A day of the week. */
export type Weekday = "Mon" | "Tue" | "Wed" | "Thu" | "Fri" | "Sat" | "Sun";

/** A span of every week in which deployments may touch machines. */
export interface MaintenanceWindowSpec {
  /** The days on which it opens. Default: every day. */
  readonly days?: readonly [Weekday, ...Weekday[]];
  /** When it opens, as in `"22:00"`. */
  readonly from: string;
  /** When it closes, as in `"04:00"`: on the next day where that is not later than `from`. */
  readonly to: string;
  /** The time zone of both, as in `"Europe/Berlin"`. Default: `"UTC"`. */
  readonly timeZone?: string;
}

/** A question of your own, which has to be answered well before anything is touched, and after each node. */
export interface RolloutCheckSpec<Name extends string = string> {
  /** What it is called in messages: a DNS label. */
  readonly name: string;
  /**
   * A line of shell: 0 is well, everything else is not. It runs with `QUORATE_NODE`, the node that is to be touched or
   * was, and on the operator's machine with `KUBECONFIG` as well. It holds no secret: it is shown.
   */
  readonly run: string;
  /** The node that it runs on, as root. Default: the machine that deploy runs on. */
  readonly on?: Name;
  /** Seconds that one attempt may take. Default: 60. */
  readonly timeout?: number;
  /** Seconds within which it has to be well: it is asked again until then. Default: 60. */
  readonly within?: number;
}

/** How deployments go about it. Nothing of it is in any node's configuration. */
export interface RolloutSpec<Name extends string = string> {
  /** When machines may be touched; several are possible. Default: at any time. */
  readonly window?: MaintenanceWindowSpec | readonly [MaintenanceWindowSpec, ...MaintenanceWindowSpec[]];
  /** Questions of your own. Default: none. */
  readonly checks?: readonly RolloutCheckSpec<Name>[];
  /** Workers that may be away at once: a number, or a part of all as in `"25%"`. Default: 1. */
  readonly maxUnavailable?: number | `${number}%`;
  /** Seconds that all of a node has to stay well before the next one. Default: 10 where something was restarted, else 2. */
  readonly soak?: number;
  /** Which of the snapshots of etcd stay that deployments and `etcd snapshot` take; the newest does in any case. */
  readonly snapshots?: {
    /** How many, at most. Default: 20. */
    readonly keep?: number;
    /** How many days old they may be. Default: 30. */
    readonly days?: number;
  };
}
