// What runs on a host, as shells there ask for it.

/** Shell that prints the ids of a program's processes, a line each. `program`: a word of that shell. */
export function processesOf(program: string): string {
  return `grep -lx ${program} /proc/[0-9]*/comm 2>/dev/null | cut -d / -f 3`;
}

/** Shell that prints the program which a unit starts. `unitFile`: a word of that shell, and what redirections there are. */
export function programOf(unitFile: string): string {
  return `sed -n 's/^ExecStart=[@:+!-]*\\([^ ]*\\).*/\\1/p' ${unitFile} | head -n 1`;
}

/** Shell that prints when a unit was started last, as `@` and seconds since 1970. `unit`: a word of that shell. */
export function startOf(unit: string): string {
  return `systemctl show --timestamp=unix --property=ActiveEnterTimestamp --value ${unit}`;
}
