import { etcdMinorPatterns } from "../../distribution/k3s-etcd.ts";
import { OPERATIONS } from "../../distribution/operations.ts";

/** Set `k3s` to the program that a host's unit runs, and `server` to its version: `1.36.2`, empty where it says none. */
export const k3sVersionLines: readonly string[] = [
  `k3s=$(systemctl show ${OPERATIONS.k3s.apiserverUnit} --property=ExecStart | sed -n 's/.*path=\\([^ ;]*\\).*/\\1/p')`,
  '[ -n "$k3s" ] || k3s=k3s',
  `server=$("$k3s" --version 2>/dev/null | sed -n 's/^k3s version v\\([0-9.]*\\).*/\\1/p')`,
];

/** After those: set `own` to the minor version of the etcd in that program, `3.6`; empty where nobody knows. */
export const k3sEtcdLines: readonly string[] = [
  `case $("$k3s" --version 2>/dev/null | sed -n 's/^k3s version v\\([^ ]*\\).*/\\1/p') in`,
  ...etcdMinorPatterns().map(([etcd, patterns]) => `  ${patterns}) own=${etcd} ;;`),
  "  *) own= ;;",
  "esac",
];
