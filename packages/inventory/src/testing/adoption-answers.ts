import { createHash } from "node:crypto";
import { type HostAnswer, readHostAnswer } from "../adoption/host-answer.ts";
import { derivedName } from "../node-name.ts";

const SERVER_AUTHORITY = `-----BEGIN CERTIFICATE-----\n${"QUFB".repeat(16)}\n-----END CERTIFICATE-----\n`;

/** A host key for each machine, by the last number of its address. */
function hostKeyOf(address: string): string {
  return `ssh-ed25519 ${blobOf(Number(address.split(".").at(-1))).toString("base64")} root@nixos`;
}

function blobOf(key: number): Buffer {
  return Buffer.concat([Buffer.from("\0\0\0\x0bssh-ed25519\0\0\0\x20", "latin1"), Buffer.alloc(32, key)]);
}

/** For tests: whoever may log in. */
export const ROOT_KEY: string = `ssh-ed25519 ${blobOf(7).toString("base64")} me@laptop`;

/** For tests: what a server of an nk3 cluster prints, line by line, by what the line begins with. */
export const SERVER_LINES: { readonly [key: string]: string } = {
  release: "24.05",
  "state-version": "23.11",
  route: "1.1.1.1 via 172.30.190.1 dev enp3s0f0 src 172.30.190.198 uid 0",
  firmware: "bios",
  loader: "grub",
  disk: "/dev/nvme0n1",
  "k3s-version": "1.33.13+k3s1",
  "k3s-start":
    "{ path=/nix/store/0a-k3s/bin/k3s ; argv[]=/nix/store/0a-k3s/bin/k3s server --token hidden --server https://172.30.190.198:6443 ; ignore_errors=no ; start_time=[n/a] }",
  data: "etcd",
  authorities: `${createHash("sha256").update(SERVER_AUTHORITY).digest("hex")}  -`,
  "server-ca": Buffer.from(SERVER_AUTHORITY).toString("base64"),
  token: `${createHash("sha256").update("2f909ce8-cae1-439a-86b3-da87b7ee9f55").digest("hex")}  -`,
  encryption: "Disabled, no configuration file found",
  services: "asked",
  pods: "asked",
};

/** For tests: lines that there may be several of. */
export const SEVERAL_LINES: readonly string[] = [
  "fstab=/dev/disk/by-uuid/0a / ext4 x-initrd.mount 0 1",
  "fstab=/dev/disk/by-uuid/0a /nix/store ext4 bind 0 0",
  `root-key=${ROOT_KEY}`,
  "port=30080/TCP",
  "port=443/TCP",
  "port=/TCP",
  "port=30053/UDP",
];

/** For tests: what a server with an address prints, with what is different of it; a line of `undefined` it does not print. */
export function serverText(
  address: string,
  different: { readonly [key: string]: string | undefined } = {},
  several: readonly string[] = SEVERAL_LINES,
): string {
  const lines = {
    hostname: derivedName(address),
    "host-key": hostKeyOf(address),
    addr: `enp3s0f0    inet ${address}/24 brd x scope global`,
    ...SERVER_LINES,
    ...different,
  };
  const text = Object.entries(lines).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${value}`],
  );
  return ["Welcome!", "quorate-adoption=1", ...text, ...several].join("\n");
}

/** For tests: the same, as it is read. */
export function serverAnswer(address: string, ...how: Rest<typeof serverText>): HostAnswer {
  const answer = readHostAnswer(serverText(address, ...how), address);
  if (answer === undefined) throw new Error("no answer");
  return answer;
}

type Rest<Made extends (first: string, ...rest: never) => string> = Made extends (
  first: string,
  ...rest: infer R
) => string
  ? R
  : never;
