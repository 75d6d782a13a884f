import { SECRETS_DIRECTORY } from "@quorate/cluster";
import { INCOMING_DIRECTORY } from "./incoming-directory.ts";

/**
 * Receives a tar stream on stdin into the incoming folder, where nobody but root can read it, and answers
 * with the digests of what arrived. Nothing that runs on the host sees any of it yet.
 */
export function receiveScript(): string {
  return [
    "set -eu",
    // The parents must be passable for the components' own users; tmpfiles rules say the same.
    `mkdir -p -m 0755 ${parent(SECRETS_DIRECTORY)}`,
    `[ -d ${SECRETS_DIRECTORY} ] || mkdir -m 0711 ${SECRETS_DIRECTORY}`,
    "umask 077",
    `rm -rf ${INCOMING_DIRECTORY}`,
    `mkdir ${INCOMING_DIRECTORY}`,
    `cd ${INCOMING_DIRECTORY}`,
    "tar --extract --no-same-owner --no-same-permissions --file=-",
    "find . -maxdepth 1 -type f -exec sha256sum {} +",
  ].join("\n");
}

function parent(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}
