import { type Finding, finding, quote } from "../model/finding.ts";
import { visible } from "../model/visible.ts";
import type { Draft } from "../parse/draft.ts";

/** One OpenSSH public key line, without options: algorithm, base64, a comment of whatever can be seen. */
const SSH_KEY =
  /^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)|sk-ssh-ed25519@openssh\.com|sk-ecdsa-sha2-nistp256@openssh\.com) ([A-Za-z0-9+/]{32,}={0,2})(?: .*)?$/;

/** Whether `line` is a public key: the key's own text says its algorithm again (RFC 4253, section 6.6). */
export function isSshKey(line: string): boolean {
  const [, algorithm = "", key = ""] = SSH_KEY.exec(line) ?? [];
  if (algorithm === "" || visible(line) !== line) return false;
  const blob = Buffer.from(key, "base64");
  return (
    blob.readUInt32BE(0) === algorithm.length &&
    blob.toString("latin1", 4, 4 + algorithm.length) === algorithm
  );
}

/** Whether `line` is a public key that a machine may be known by: genCerts, too, makes it one of ed25519. */
export function isHostKey(line: string): boolean {
  return line.startsWith("ssh-ed25519 ") && isSshKey(line);
}

/** The keys that may log in, and those that machines show. */
export function* checkSshKeys(draft: Draft): Iterable<Finding> {
  yield* checkHostKeys(draft);
  for (const [index, key] of (draft.rest?.ssh?.authorizedKeys ?? []).entries()) {
    if (isSshKey(key)) continue;
    yield finding(
      "ssh-key-invalid",
      ["ssh", "authorizedKeys", index],
      key.includes("PRIVATE KEY")
        ? "a private key does not belong here"
        : `${quote(key)} is no OpenSSH public key`,
      "Paste the one line of a .pub file, such as ~/.ssh/id_ed25519.pub.",
    );
  }
}

function* checkHostKeys({ nodes }: Draft): Iterable<Finding> {
  const shownBy = new Map<string, string>();
  for (const { name, spec } of nodes) {
    const { hostKey } = spec;
    if (hostKey === undefined) continue;
    const path = ["machines", name, "hostKey"];
    if (!isHostKey(hostKey)) {
      yield finding(
        "host-key-invalid",
        path,
        hostKey.includes("PRIVATE KEY")
          ? "a private key does not belong here"
          : `${quote(hostKey)} is no ed25519 key`,
        "Paste the one line of /etc/ssh/ssh_host_ed25519_key.pub of that machine.",
      );
      continue;
    }
    if (spec.nixosUnchecked?.["disko.enableConfig"] !== false) {
      yield finding(
        "host-key-disks",
        path,
        `${name} keeps its host key, as a machine does that ran before, and its disks would be those of a new installation: with them it does not boot`,
        'Write its fileSystems and boot loader into nixosUnchecked, with "disko.enableConfig": false; or remove the key, and install it anew.',
      );
    }
    const [, key = ""] = hostKey.split(" ");
    const other = shownBy.get(key);
    shownBy.set(key, name);
    if (other === undefined) continue;
    yield finding(
      "host-key-invalid",
      path,
      `${other} has the same host key: machines that were copied can't be told apart`,
      "Give one of them a key of its own (remove it, ssh-keygen -A), and write that here.",
    );
  }
}
