import type { Inventory } from "../inventory.ts";
import { type InventoryProblem, problem } from "../problem-kind.ts";
import { namesOf, type ToldServer } from "./agreement.ts";
import { isOn } from "./k3s-flags.ts";

/** Whether Secrets are encrypted in etcd, or why nobody knows. */
export type EncryptionJudged =
  | { readonly ok: true; readonly encrypted: boolean }
  | { readonly ok: false; readonly problems: readonly InventoryProblem[] };

/**
 * Whether a cluster's Secrets are encrypted: by what k3s answers, and by what servers are started with. A server that is
 * started without the key reads none of them, so what nobody told is no `false`, and what contradicts itself is refused.
 */
export function judgeEncryption(inventory: Inventory, servers: readonly ToldServer[]): EncryptionJudged {
  const started = servers.filter(({ k3s }) => isOn(k3s.flags, "secrets-encryption"));
  const answers = (wanted: "on" | "off" | undefined) =>
    servers.filter(({ k3s }) => k3s.encryption === wanted);
  const [on, off, silent] = [answers("on"), answers("off"), answers(undefined)];
  const problems: InventoryProblem[] = [];
  const [unencrypted] = off;
  if (unencrypted !== undefined && started.length + on.length > 0) {
    const others = [
      ...(on.length > 0 ? [`it says that they are on ${namesOf(on)}`] : []),
      ...(started.length > 0
        ? [
            `--secrets-encryption is what ${namesOf(started)} ${started.length === 1 ? "is" : "are"} started with`,
          ]
        : []),
    ];
    problems.push(
      problem(
        "adoption-differs",
        unencrypted.node.place,
        `k3s says that Secrets are not encrypted on ${namesOf(off)}, and ${others.join(", and ")}`,
        "Servers that differ in it can't read each other's Secrets: make them alike first. `k3s secrets-encrypt status` on each says which is so; what was begun with it has to be brought to its end.",
      ),
    );
  } else if (silent.length === servers.length && started.length === 0) {
    problems.push(
      problem(
        "adoption-encryption",
        inventory.places.get("nodes") ?? inventory.file,
        `no server told whether Secrets are encrypted: ${namesOf(silent)}`,
        "See that `k3s secrets-encrypt status` answers on a server, which it does while its API is well: with another setting than the cluster's nobody could read its Secrets any more.",
      ),
    );
  }
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, encrypted: on.length + started.length > 0 };
}
