// What runs on a host, as shells there ask for it.

/** Shell that prints the ids of a program's processes, a line each. `program`: a word of that shell. */
export function processesOf(program: string): string {
  return `grep -lx ${program} /proc/[0-9]*/comm 2>/dev/null | cut -d / -f 3`;
}

/** Shell that prints when a unit was started last, as `@` and seconds since 1970. `unit`: a word of that shell. */
export function startOf(unit: string): string {
  return `systemctl show --timestamp=unix --property=ActiveEnterTimestamp --value ${unit}`;
}
