import { type HostName, SECRET_OF_TOKEN, SECRETS_DIRECTORY } from "@quorate/cluster";
import { type DeployPaths, secretsFolder } from "../../deploy-paths.ts";
import { SERVER_TOKEN } from "../../distribution/k3s.ts";

/** The servers' token, of a node's files on this machine. */
export function serversTokenFile(paths: Pick<DeployPaths, "certificates">, node: HostName): string {
  return `${secretsFolder(paths, node)}/${SERVER_TOKEN}`;
}

/**
 * Has the token on standard input for a host's own, where that is another one: k3s opens what was sealed with it by no
 * other, and a token that was changed since the snapshot lies there still.
 */
export const serversTokenLines: readonly string[] = [
  "token=$(tr -d ' \\n')",
  "[ -n \"$token\" ] || { echo 'the token did not arrive' >&2; exit 1; }",
  SECRET_OF_TOKEN,
  `own=${SECRETS_DIRECTORY}/${SERVER_TOKEN}`,
  'if [ "$(cat "$own" 2>/dev/null | secret_of)" != "$(printf %s "$token" | secret_of)" ]; then',
  '  printf "%s\\n" "$token" >"$own.new"',
  '  chmod 0600 "$own.new"',
  '  sync "$own.new"',
  '  mv -f "$own.new" "$own"',
  "fi",
];
