import { BASE_TREE_RECIPE, type BaseTreeRecipe } from "../debian/recipe.ts";

/** What NixOS' own services and scripts ask for beside what every host has. */
const PACKAGES = [
  "acl",
  "attr",
  "bind9-host",
  "bsdextrautils",
  "cpio",
  "dbus-broker",
  "dbus-user-session",
  "file",
  "gawk",
  "hostname",
  "keyutils",
  "libcap2-bin",
  "libconfig-inifiles-perl",
  "libfile-slurp-perl",
  "libjson-perl",
  "libnss-myhostname",
  "libnss-resolve",
  "libnss-systemd",
  "logrotate",
  "nano",
  "nix-setup-systemd",
  "nscd",
  "patch",
  "perl",
  "psmisc",
  "strace",
  "sudo",
  "systemd-coredump",
  "systemd-resolved",
  "systemd-timesyncd",
  "udev",
  "uidmap",
  "xsltproc",
  "xz-utils",
  "zstd",
] as const;

/**
 * The tree below hosts of NixOS: that of the others, with what NixOS needs beside. Its units stay: stand-ins of packages have copies of them.
 */
export const NIXOS_TREE_RECIPE: BaseTreeRecipe = {
  ...BASE_TREE_RECIPE,
  packages: [...new Set([...BASE_TREE_RECIPE.packages, ...PACKAGES])].sort(),
};
