import { digestOf } from "../../digest.ts";
import { BASE_FILES, BASE_LINKS, type BaseFile, type BaseLink } from "./files.ts";

/** How the tree that all hosts lie on is made. */
export interface BaseTreeRecipe {
  /** Debian's code name. */
  readonly suite: string;
  /** Sorted. */
  readonly packages: readonly string[];
  /** Paths below the tree that are removed, with all that they hold. */
  readonly removed: readonly string[];
  readonly files: readonly BaseFile[];
  readonly links: readonly BaseLink[];
}

/** Services that Debian enables and that a host, like NixOS, has only where its configuration says so. */
const SERVICES_NOT_WANTED = [
  "apt-daily-upgrade.service",
  "apt-daily-upgrade.timer",
  "apt-daily.service",
  "apt-daily.timer",
  "dpkg-db-backup.service",
  "dpkg-db-backup.timer",
  "e2scrub_all.service",
  "e2scrub_all.timer",
  "e2scrub_reap.service",
  "fstrim.timer",
  "gobgpd.service",
  "nftables.service",
  "ssh.service",
  "ssh.socket",
  "systemd-pstore.service",
] as const;

/** What the tree that all machines share is made of. */
export const BASE_TREE_RECIPE: BaseTreeRecipe = {
  suite: "trixie",
  packages: [
    "bridge-utils",
    "ca-certificates",
    "conntrack",
    "curl",
    "dbus",
    "e2fsprogs",
    "ebtables",
    "ethtool",
    "gobgpd",
    "iproute2",
    "ipset",
    "iptables",
    "iputils-arping",
    "iputils-ping",
    "ipvsadm",
    "jq",
    "kmod",
    "less",
    "libdbd-sqlite3-perl",
    "libdbi-perl",
    "libpam-systemd",
    "mount",
    "netbase",
    "nftables",
    "nix-bin",
    "openssh-client",
    "openssh-server",
    "openssl",
    "procps",
    "rsync",
    "runc",
    "socat",
    "systemd",
    "systemd-sysv",
    "tar",
    "tcpdump",
    "tzdata",
    "util-linux",
  ],
  removed: [
    "etc/hostname",
    // Debian's scripts from before systemd become services where no unit takes their place.
    "etc/init.d/*",
    "etc/ssh/ssh_host_*",
    "etc/rcS.d/*",
    "etc/systemd/system/*",
    // It would add an sshd of its own, at a socket.
    "usr/lib/systemd/system-generators/systemd-ssh-generator",
    "usr/share/doc/*",
    "usr/share/locale/*",
    "usr/share/man/*",
    "var/cache/apt/*",
    "var/lib/apt/lists/*",
    "var/lib/dbus/machine-id",
    "var/log/*",
    ...SERVICES_NOT_WANTED.map((unit) => `usr/lib/systemd/system/${unit}`),
  ],
  files: BASE_FILES,
  links: BASE_LINKS,
};

/** A name for what a recipe makes: it changes when anything in it does. */
export function recipeDigest(recipe: BaseTreeRecipe): string {
  return digestOf(recipe);
}
