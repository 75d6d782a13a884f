import { FIRST_PROGRAM } from "../../machine/nspawn-command.ts";
import { ROUTER_UNIT } from "../../machine/router-daemon.ts";
import { CLOCK } from "./clock-program.ts";
import { ANY_KEY, INIT, INSTALLER_SSHD, PREPARE, ROUTES } from "./programs.ts";

/** A file of the base tree. */
export interface BaseFile {
  /** Path below the tree. */
  readonly path: string;
  readonly mode: 0o644 | 0o755;
  readonly text: string;
}

/** A symbolic link of the base tree. */
export interface BaseLink {
  readonly path: string;
  readonly target: string;
}

const UNITS = "usr/lib/systemd/system";
const PROGRAMS = FIRST_PROGRAM.slice(1, FIRST_PROGRAM.lastIndexOf("/"));

/** Runs while a host's clock is skewed. */
export const CLOCK_UNIT = "quorate-lab-clock.service";

const CLOCK_SECTIONS = {
  Unit: ["Description=A clock that is wrong", "ConditionPathExists=/etc/quorate-lab/clock-skew"],
  // Ready once every process that there is has the new time.
  Service: ["Type=notify", "NotifyAccess=all", `ExecStart=/${PROGRAMS}/clock`],
};

function unit(name: string, sections: { readonly [section: string]: readonly string[] }): BaseFile {
  const text = Object.entries(sections).map(([section, lines]) => `[${section}]\n${lines.join("\n")}\n`);
  return { path: `${UNITS}/${name}`, mode: 0o644, text: text.join("\n") };
}

function program(name: string, text: string): BaseFile {
  return { path: `${PROGRAMS}/${name}`, mode: 0o755, text };
}

/** What a host of NixOS has of the lab's: its own units are not those of the tree. */
const NIXOS_UNITS = [unit(CLOCK_UNIT, CLOCK_SECTIONS)].map(({ path, ...file }) => ({
  path: path.replace(UNITS, `${PROGRAMS}/units`),
  ...file,
}));

function wantedBy(target: string, name: string): BaseLink {
  return { path: `${UNITS}/${target}.wants/${name}`, target: `../${name}` };
}

/**
 * Units lie in /usr/lib: /etc/systemd/system is the configuration's. Which of them start is said by what
 * the lab put into /etc/quorate-lab, and by whether the machine has a system of its own already.
 */
export const BASE_FILES: readonly BaseFile[] = [
  program("init", INIT),
  program("prepare", PREPARE),
  program("any-key", ANY_KEY),
  program("routes", ROUTES),
  program("clock", CLOCK),
  { path: `${PROGRAMS}/sshd_config`, mode: 0o644, text: INSTALLER_SSHD },
  {
    path: "etc/nix/nix.conf",
    mode: 0o644,
    text: "build-users-group =\nexperimental-features = nix-command flakes\nsandbox = false\nsubstituters =\n",
  },
  // For whoever comes by ssh; as on NixOS what the system has comes first.
  {
    path: "etc/environment",
    mode: 0o644,
    text: 'PATH="/run/current-system/sw/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"\n',
  },
  // Empty: filled in at the first boot. Without the file systemd would take each first boot for an
  // installation's and enable every service there is.
  { path: "etc/machine-id", mode: 0o644, text: "" },
  unit("quorate-lab-prepare.service", {
    Unit: [
      "Description=Make the container ready for containers",
      "DefaultDependencies=no",
      "Before=sysinit.target",
    ],
    Service: ["Type=oneshot", "RemainAfterExit=yes", `ExecStart=/${PROGRAMS}/prepare`],
  }),
  unit("quorate-lab-installer.service", {
    Unit: [
      "Description=The installer's sshd",
      "ConditionPathExists=/etc/quorate-lab/node",
      "ConditionPathExists=!/nix/var/nix/profiles/system",
      "After=network.target",
    ],
    Service: [
      "RuntimeDirectory=quorate-lab sshd",
      "RuntimeDirectoryPreserve=yes",
      `ExecStartPre=/bin/sh -c 'test -e /run/quorate-lab/ssh_host_ed25519_key || ssh-keygen -q -t ed25519 -N "" -f /run/quorate-lab/ssh_host_ed25519_key'`,
      `ExecStart=/usr/sbin/sshd -D -e -f /${PROGRAMS}/sshd_config`,
      // What it started lives on: an installation reboots the machine from within its own connection.
      "KillMode=process",
      "Restart=on-failure",
    ],
  }),
  unit(ROUTER_UNIT, {
    Unit: ["Description=The router's BGP daemon", "ConditionPathExists=/etc/quorate-lab/gobgpd.json"],
    Service: [
      "Type=notify",
      "ExecStart=/usr/bin/gobgpd --config-type=json --config-file=/etc/quorate-lab/gobgpd.json --log-plain --pprof-disable --sdnotify",
      "Restart=on-failure",
      "RestartSec=1",
    ],
  }),
  unit("quorate-lab-routes.service", {
    Unit: [
      "Description=The routes that BGP found best, for the kernel",
      "ConditionPathExists=/etc/quorate-lab/gobgpd.json",
      `After=${ROUTER_UNIT}`,
    ],
    Service: [`ExecStart=/${PROGRAMS}/routes`, "Restart=always", "RestartSec=1"],
  }),
  unit(CLOCK_UNIT, CLOCK_SECTIONS),
  ...NIXOS_UNITS,
];

/** The links of the tree that all machines share: units that are wanted. */
export const BASE_LINKS: readonly BaseLink[] = [
  wantedBy("sysinit.target", "quorate-lab-prepare.service"),
  ...["installer", "bgp", "routes", "clock"].map((name) =>
    wantedBy("multi-user.target", `quorate-lab-${name}.service`),
  ),
];
