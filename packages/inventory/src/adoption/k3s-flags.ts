/** The role that k3s is started in, and its flags by name. */
export interface K3sStart {
  readonly role: "server" | "agent";
  readonly flags: ReadonlyMap<string, readonly string[]>;
}

/** Flags that take no value: a word behind one is not theirs. */
const SWITCHES: ReadonlySet<string> = new Set([
  "cluster-init",
  "disable-agent",
  "secrets-encryption",
  "selinux",
  "debug",
  "disable-cloud-controller",
  "disable-helm-controller",
  "disable-kube-proxy",
  "disable-network-policy",
  "embedded-registry",
  "flannel-ipv6-masq",
  "flannel-external-ip",
  "etcd-expose-metrics",
]);

/**
 * Reads how systemd starts k3s (`ExecStart` as `systemctl show` has it) and the lines of its configuration file. What
 * the command line says wins, and lists add up, as k3s has it.
 */
export function k3sFlags(start: string, config: readonly string[]): K3sStart {
  const argv = /argv\[\]=(.*?) ; /.exec(start)?.[1] ?? start;
  const words = argv.split(/\s+/).filter((word) => word !== "");
  const flags = new Map<string, string[]>();
  const add = (name: string, value: string | undefined) => {
    flags.set(name, [...(flags.get(name) ?? []), ...(value === undefined ? [] : [unquoted(value)])]);
  };
  for (let index = 0; index < words.length; index++) {
    const [, name, value] = /^--?([a-z0-9-]+)(?:=(.*))?$/.exec(words[index] ?? "") ?? [];
    if (name === undefined) continue;
    const next = words[index + 1];
    const takes = value === undefined && !SWITCHES.has(name) && next !== undefined && !next.startsWith("-");
    add(name, takes ? next : value);
    if (takes) index++;
  }
  for (const line of config) {
    const [, name, text = ""] = /^([a-z0-9-]+):\s*(.*)$/.exec(line) ?? [];
    if (name === undefined || (flags.has(name) && name !== "disable")) continue;
    if (SWITCHES.has(name)) {
      if (/^(true|"true"|'true')/.test(text)) add(name, undefined);
    } else for (const value of text.replace(/^\[|\]$/g, "").split(",")) add(name, value.trim());
  }
  return { role: words.includes("agent") ? "agent" : "server", flags };
}

/** Whether a flag that takes no value is given, and not as `--flag=false`. */
export function isOn(flags: K3sStart["flags"], name: string): boolean {
  const values = flags.get(name);
  return values !== undefined && !/^(false|f|0|no|off)$/i.test(values.at(-1) ?? "true");
}

function unquoted(text: string): string {
  return text.replace(/^(["'])(.*)\1$/, "$2");
}
