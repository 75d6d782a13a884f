import type { Argv } from "@quorate/command";

/** The environment that a command in a host starts with; nothing of the operator's comes along but the terminal. */
function hostEnvironment(terminal: string | undefined): readonly string[] {
  return [
    "HOME=/root",
    "USER=root",
    "LANG=C.UTF-8",
    `TERM=${terminal ?? "dumb"}`,
    "PATH=/run/current-system/sw/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  ];
}

/** Moves itself into cgroups (files up to `--`) and becomes what follows. */
const JOIN_SCRIPT = 'while [ "$1" != -- ]; do echo $$ >"$1" || exit 1; shift; done; shift; exec "$@"';

/**
 * Starts what follows as a child and waits for its end. A shell, since env would take `A=B` and `-n` for its own; bash,
 * since Debian's sh knows no `exec --`. The child alone is in the host's PID namespace. Nsenter would wait for it as
 * well, but stops itself with it, as a host does with all that runs when it shuts down: then nobody is left to take
 * note of the child's end, and the host's first process never ends either.
 */
const CHILD_SCRIPT = '(exec -- "$@"); exit $?';

/**
 * A command in a host, as root, in all of the host's namespaces and cgroups: it is frozen with the host and
 * dies with it. `leader` is the host's first process, `cgroupFiles` say how to get into its cgroups.
 */
export function enterCommand(
  leader: number,
  cgroupFiles: readonly string[],
  argv: readonly string[],
  terminal?: string,
): Argv {
  return [
    "bash",
    ...["-c", JOIN_SCRIPT, "enter", ...cgroupFiles, "--"],
    ...["nsenter", `--target=${leader}`, "--mount", "--uts", "--ipc", "--net", "--pid", "--cgroup"],
    ...["--no-fork", "--", "env", "-i", ...hostEnvironment(terminal)],
    ...["bash", "-c", CHILD_SCRIPT, "bash", ...argv],
  ];
}

/** A command on this machine, but in another network namespace: files, user and environment stay as they are. */
export function inNamespaceCommand(namespace: string, argv: readonly string[]): Argv {
  return ["nsenter", `--net=/run/netns/${namespace}`, "--", ...argv];
}
