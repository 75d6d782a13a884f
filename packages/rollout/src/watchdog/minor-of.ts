/** Lines of shell: `minor_of SYSTEM UNIT` prints the minor version of what a system starts in a unit; nothing for none. */
export const MINOR_OF: readonly string[] = [
  "minor_of() {",
  `  program=$(sed -n 's/^ExecStart=[@:+!-]*\\([^ ]*\\).*/\\1/p' "$1/etc/systemd/system/$2" 2>/dev/null | head -n 1)`,
  `  if [ -x "$program" ]; then "$program" --version 2>/dev/null | sed -nE 's/^(etcd Version: |Kubernetes v|k3s version v)([0-9]+\\.[0-9]+).*/\\2/p' | head -n 1; fi`,
  "}",
];
