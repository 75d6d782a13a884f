import type { HostName } from "@quorate/cluster";
import type { Command, CommandOutput } from "@quorate/command";
import type { DeployPaths } from "../deploy-paths.ts";
import { CERTIFICATE_BODY } from "../observe/host/served.ts";
import { curl } from "../observe/subject.ts";
import { sshCommand } from "../ssh/ssh-command.ts";

/** Who is asked where the VIP leads to, and how they tell one apiserver from another. */
export interface VipAsked {
  /** The API at the VIP, and at the node's own address: which of them answers is told by its certificate. */
  readonly vipUrl: string;
  readonly ownUrl: string;
  /** Nodes that have no address of the VIP's themselves; this machine is asked as well. */
  readonly askers: readonly HostName[];
}

/** Connections that one asker makes: routers spread them over all who announce the VIP. */
const CONNECTIONS = 6;

/** Seconds that an asker may take. */
const ASK_TIMEOUT = 60;

/**
 * Prints for each connection to the VIP `there` where the node answers, `elsewhere` where another one does, and
 * nothing where nobody does.
 */
export function vipQuestion(
  { vipUrl, ownUrl, askers }: VipAsked,
  paths: Pick<DeployPaths, "sshConfig">,
  connections: number = CONNECTIONS,
): readonly [Command, ...Command[]] {
  const certificate = (url: string) =>
    `${curl(url, undefined, ["--http1.1", "--connect-timeout", "2", "--output", "/dev/null", "--write-out", "'%{certs}'"])} 2>/dev/null | ${CERTIFICATE_BODY}`;
  const script = [
    `own=$(${certificate(ownUrl)})`,
    `for try in $(seq 1 ${connections}); do`,
    `  vip=$(${certificate(vipUrl)})`,
    '  if [ -z "$vip" ]; then :; elif [ "$vip" = "$own" ]; then echo vip=there; else echo vip=elsewhere; fi',
    "done",
    "true",
  ].join("\n");
  const description = "ask where the VIP leads to";
  const how = { timeoutSeconds: ASK_TIMEOUT, output: "silent" } as const;
  return [
    { node: undefined, description, argv: ["sh", "-c", script], ...how },
    ...askers.map((asker) => sshCommand(paths, asker, description, script, how)),
  ];
}

/** Where the VIP leads to, by the words of all who were asked: one who still gets there is enough. */
export function askedThere(outputs: readonly CommandOutput[]): "there" | "elsewhere" | "nowhere" {
  const words = outputs.flatMap(({ stdout }) =>
    [...stdout.matchAll(/^vip=(\w+)$/gm)].map(([, word]) => word),
  );
  if (words.includes("there")) return "there";
  return words.includes("elsewhere") ? "elsewhere" : "nowhere";
}
