/** Flags of k3s by their long names; one that takes no value has none, or `true` or `false`. */
export type K3sFlags = ReadonlyMap<string, readonly string[]>;

/** The role that k3s is started in, and its flags by name. */
export interface K3sStart {
  /** `undefined` where the words tell none. */
  readonly role: "server" | "agent" | undefined;
  readonly flags: K3sFlags;
}

/** Flags that take no value: a word behind one is not theirs (pkg/cli/cmds/{server,agent}.go). */
const SWITCHES: ReadonlySet<string> = new Set([
  "alsologtostderr",
  "cluster-init",
  "cluster-reset",
  "debug",
  "disable-agent",
  "disable-apiserver",
  "disable-cloud-controller",
  "disable-controller-manager",
  "disable-default-registry-endpoint",
  "disable-etcd",
  "disable-helm-controller",
  "disable-kube-proxy",
  "disable-network-policy",
  "disable-scheduler",
  "docker",
  "embedded-registry",
  "enable-pprof",
  "etcd-disable-snapshots",
  "etcd-expose-metrics",
  "etcd-s3",
  "etcd-s3-insecure",
  "etcd-s3-skip-ssl-verify",
  "etcd-snapshot-compress",
  "flannel-external-ip",
  "flannel-ipv6-masq",
  "kine-tls",
  "prefer-bundled-bin",
  "protect-kernel-defaults",
  "rootless",
  "secrets-encryption",
  "selinux",
  "supervisor-metrics",
  "tls-san-security",
  "with-node-id",
]);

/** Flags whose values add up; of any other one the last value holds. */
const LISTS: ReadonlySet<string> = new Set([
  "airgap-extra-registry",
  "cluster-cidr",
  "cluster-dns",
  "disable",
  "etcd-arg",
  "kube-apiserver-arg",
  "kube-cloud-controller-manager-arg",
  "kube-controller-manager-arg",
  "kube-proxy-arg",
  "kube-scheduler-arg",
  "kubelet-arg",
  "node-external-dns",
  "node-external-ip",
  "node-internal-dns",
  "node-ip",
  "node-label",
  "node-taint",
  "service-cidr",
  "tls-san",
]);

/** Lists that k3s itself takes apart at commas; in the others a comma is part of a value. */
const AT_COMMAS: ReadonlySet<string> = new Set([
  "cluster-cidr",
  "cluster-dns",
  "disable",
  "node-external-ip",
  "node-ip",
  "service-cidr",
  "tls-san",
]);

/** Short names, and a former one. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ["c", "config"],
  ["d", "data-dir"],
  ["l", "log"],
  ["o", "write-kubeconfig"],
  ["s", "server"],
  ["t", "token"],
]);

/**
 * Reads how systemd starts k3s (`ExecStart` as `systemctl show` has it), with what its configuration files say: they
 * come first, so that of two values the command line's holds, and lists add up (pkg/configfilearg/parser.go).
 */
export function k3sFlags(start: string, config: K3sFlags): K3sStart {
  const argv = /argv\[\]=(.*?) ; /.exec(start)?.[1] ?? start;
  const words = argv.split(/\s+/).filter((word) => word !== "");
  const flags = new Map<string, string[]>();
  const add = (name: string, value: string | undefined) => {
    const values = value === undefined ? [] : AT_COMMAS.has(name) ? value.split(",") : [value];
    const before = LISTS.has(name) ? (flags.get(name) ?? []) : [];
    flags.set(name, [...before, ...values.map((text) => text.trim())]);
  };
  for (const [name, values] of config) {
    if (values.length === 0) add(name, undefined);
    for (const value of values) add(name, value);
  }
  for (let index = 0; index < words.length; index++) {
    const [, written, value] = /^--?([a-z0-9-]+)(?:=(.*))?$/.exec(words[index] ?? "") ?? [];
    if (written === undefined) continue;
    const name = ALIASES.get(written) ?? written;
    const next = words[index + 1];
    const takes = value === undefined && !SWITCHES.has(name) && next !== undefined && !next.startsWith("-");
    const told = takes ? next : value;
    add(name, told === undefined ? undefined : unquoted(told));
    if (takes) index++;
  }
  return { role: roleOf(words), flags };
}

/** The first word behind the program's that is no flag of k3s as a whole: the others may say `agent` of something else. */
function roleOf([, ...words]: readonly string[]): K3sStart["role"] {
  const first = words.find((word) => !word.startsWith("-"));
  return first === "server" || first === "agent" ? first : undefined;
}

/** Whether a flag that takes no value is given, and not as `--flag=false`. */
export function isOn(flags: K3sFlags, name: string): boolean {
  const values = flags.get(name);
  return values !== undefined && !/^(false|f|0|no|n|off)$/i.test(values.at(-1) ?? "true");
}

/** Whether a flag takes no value. */
export function isSwitch(name: string): boolean {
  return SWITCHES.has(name);
}

function unquoted(text: string): string {
  return text.replace(/^(["'])(.*)\1$/, "$2");
}
