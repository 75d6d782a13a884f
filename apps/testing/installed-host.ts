import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CommandOutput } from "@quorate/command";

/** A system that a host may run. */
export const TEST_SYSTEM: string = `/nix/store/${"0".repeat(32)}-nixos-system`;

/** What a host says that runs what `fingerprint` stands for, confirmed, with all its secrets. */
export function installedHost(
  certificates: string,
  node: string,
  fingerprint: string,
  more: readonly string[] = [],
): CommandOutput {
  const secrets = join(certificates, "hosts", node);
  const digests = readdirSync(secrets).map((file) => {
    const digest = createHash("sha256")
      .update(readFileSync(join(secrets, file)))
      .digest("hex");
    return `secret=${digest}  ./${file}`;
  });
  const lines = [
    "quorate-probe=1",
    "nixos=yes",
    `current=${TEST_SYSTEM}`,
    `profile=${TEST_SYSTEM}`,
    `fingerprint=${fingerprint}`,
    "etcd=active",
    "etcd-data=yes",
    `confirmed-closure=${TEST_SYSTEM}`,
    `confirmed-fingerprint=${fingerprint}`,
    ...digests,
    ...more,
  ];
  return { code: 0, stdout: `${lines.join("\n")}\n`, stderr: "" };
}
