import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Problem } from "@quorate/cluster";
import { problem } from "../problem-kind.ts";
import { run, SEARCH_PATH } from "./process.ts";

/** The programs that a quorum is started and asked with, and the Debian packages that have them. */
const PROGRAMS: Readonly<Record<string, string>> = {
  etcd: "etcd-server",
  etcdctl: "etcd-client",
  ip: "iproute2",
  mount: "mount",
  "nix-instantiate": "nix-bin",
  nsenter: "util-linux",
  openssl: "openssl",
  setpriv: "util-linux",
  unshare: "util-linux",
};

/** What this machine lacks for starting a real quorum; empty where nothing is lacking. */
export async function lackingForQuorum(): Promise<readonly Problem[]> {
  const needs = (message: string, hint: string) => problem("quorum-needs", "", message, hint);
  if (process.platform !== "linux") {
    return [needs("network namespaces exist on Linux alone", "Use a Linux machine.")];
  }
  const lacking = Object.entries(PROGRAMS)
    .filter(([program]) => !isInstalled(program))
    .map(([program, debian]) =>
      needs(`${program} is not installed`, `Install it (on Debian: apt-get install ${debian}).`),
    );
  if (process.getuid?.() !== 0) {
    lacking.push(
      needs("namespaces of network and mounts are for root alone", "Run the same command with sudo."),
    );
  } else if (lacking.length === 0) {
    const tried = await run(["unshare", "--net", "--mount", "true"]);
    if (tried.status !== 0) {
      lacking.push(
        needs(
          `this system allows no new namespaces (${tried.stderr.trim()})`,
          "In a container, give it CAP_SYS_ADMIN.",
        ),
      );
    }
  }
  return lacking;
}

function isInstalled(program: string): boolean {
  return SEARCH_PATH.split(delimiter).some((folder) => folder !== "" && existsSync(join(folder, program)));
}
