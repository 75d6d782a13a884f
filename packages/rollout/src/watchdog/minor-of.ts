import type { DistributionKind } from "@quorate/cluster";
import { OPERATIONS } from "../distribution/operations.ts";
import { programOf } from "../running.ts";

const PROGRAM_OF = `program_of() { ${programOf('"$1/etc/systemd/system/$2" 2>/dev/null')}; }`;

/**
 * Lines of shell: `program_of SYSTEM UNIT` prints what a system starts in a unit, `minor_of SYSTEM UNIT` the minor version
 * of that; each nothing where it starts nothing. Of a member whose etcd is inside another program it is both minors,
 * `1.33/3.6`: behind the slash is the whole version of the program where it is not known which etcd that has, or the
 * program itself where it tells none. Two of these are the same only where it is known that they are.
 */
export function minorOf(distribution: DistributionKind, isMember: boolean): readonly string[] {
  const { etcdMinors } = OPERATIONS[distribution].etcd.program;
  return [
    PROGRAM_OF,
    "minor_of() {",
    '  program=$(program_of "$1" "$2")',
    ...(etcdMinors === undefined || !isMember ? MINOR_OF : both(etcdMinors())),
    "}",
  ];
}

const MINOR_OF: readonly string[] = [
  `  if [ -x "$program" ]; then "$program" --version 2>/dev/null | sed -nE 's/^(etcd Version: |Kubernetes v|k3s version v)([0-9]+\\.[0-9]+).*/\\2/p' | head -n 1; fi`,
];

function both(etcdMinors: readonly (readonly [minor: string, patterns: string])[]): readonly string[] {
  return [
    '  if [ -x "$program" ]; then',
    `    version=$("$program" --version 2>/dev/null | sed -nE 's/^k3s version v([0-9]+\\.[0-9]+[^ ]*).*/\\1/p' | head -n 1)`,
    "    case $version in",
    '      "") echo "?/$program" ;;',
    ...etcdMinors.map(
      ([etcd, patterns]) => `      ${patterns}) echo "\${version%".\${version#*.*.}"}/${etcd}" ;;`,
    ),
    '      *) echo "${version%".${version#*.*.}"}/$version" ;;',
    "    esac",
    "  fi",
  ];
}

/** What `minor_of` has printed, as words. */
export function minorWords(printed: string): string {
  const [, minor, inside] = /^([^/]*)\/(.*)$/.exec(printed) ?? [];
  if (minor === undefined || inside === undefined) return printed;
  if (/^\d+\.\d+$/.test(inside)) return `${minor} (etcd ${inside})`;
  return `${inside} (which etcd it has is not known)`;
}
