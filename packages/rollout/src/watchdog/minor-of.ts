/**
 * Lines of shell: `program_of SYSTEM UNIT` prints what a system starts in a unit, `minor_of SYSTEM UNIT` the minor version
 * of that; each nothing where it starts nothing.
 */
export const MINOR_OF: readonly string[] = [
  `program_of() { sed -n 's/^ExecStart=[@:+!-]*\\([^ ]*\\).*/\\1/p' "$1/etc/systemd/system/$2" 2>/dev/null | head -n 1; }`,
  "minor_of() {",
  '  program=$(program_of "$1" "$2")',
  `  if [ -x "$program" ]; then "$program" --version 2>/dev/null | sed -nE 's/^(etcd Version: |Kubernetes v|k3s version v)([0-9]+\\.[0-9]+).*/\\2/p' | head -n 1; fi`,
  "}",
];
