import { createPublicKey } from "node:crypto";
import {
  ENCRYPTION_CONFIG,
  placeOfPath,
  publicKeyPath,
  SERVICE_ACCOUNT_KEY,
  SERVICE_ACCOUNT_PUBLIC_KEY,
} from "@quorate/cluster";
import { readPrivateKey, readPublicKey } from "../check/read-key.ts";
import { isEncryptionConfig, makeEncryptionConfig } from "../issue/encryption-config.ts";
import { makeServiceAccountKey, publicKeyPem } from "../issue/service-account.ts";
import type { SshKeyPlan } from "../plan/node-part.ts";
import { makeSshKey, publicLine } from "../ssh/make-key.ts";
import { blobOfLine, publicBlobOf } from "../ssh/read-key.ts";
import { foundContent, note, type Work } from "./contents.ts";
import type { RowStatus } from "./row.ts";

/**
 * Keeps the pair that signs service-account tokens, or makes it. `wasMade`: whether this folder had one,
 * so that its loss is noticed: a new one voids every token in the cluster.
 */
export async function makeServiceAccount(work: Work, wasMade: boolean): Promise<void> {
  const privatePem = foundContent(work, SERVICE_ACCOUNT_KEY);
  const publicPem = foundContent(work, SERVICE_ACCOUNT_PUBLIC_KEY);
  if (privatePem === undefined) {
    if (publicPem !== undefined || wasMade) {
      return note(
        work,
        "key-missing",
        SERVICE_ACCOUNT_KEY,
        "the key that signs service-account tokens is gone",
        "Restore it from a backup, or from a control plane node; a new one would void every token",
      );
    }
    const made = Buffer.from(await makeServiceAccountKey());
    work.files.set(SERVICE_ACCOUNT_KEY, made);
    work.files.set(SERVICE_ACCOUNT_PUBLIC_KEY, Buffer.from(publicKeyPem(createPublicKey(made))));
    return addKeyRow(work, "service-account", SERVICE_ACCOUNT_KEY, "new");
  }
  const key = readPrivateKey(privatePem);
  if (key === undefined || key.asymmetricKeyType !== "rsa") {
    return note(
      work,
      "key-broken",
      SERVICE_ACCOUNT_KEY,
      "the key that signs service-account tokens cannot be read",
      "Restore it from a backup, or from a control plane node",
    );
  }
  const derived = publicKeyPem(createPublicKey(key));
  if (publicPem !== undefined) {
    const found = readPublicKey(publicPem);
    if (found === undefined || publicKeyPem(found) !== derived) {
      return note(
        work,
        "key-mismatch",
        SERVICE_ACCOUNT_PUBLIC_KEY,
        "the service-account keys do not belong together",
        "Restore both from a backup; if the private one is right, delete the public one: it is made again from it",
      );
    }
  }
  work.files.set(SERVICE_ACCOUNT_KEY, privatePem);
  work.files.set(SERVICE_ACCOUNT_PUBLIC_KEY, publicPem ?? Buffer.from(derived));
  addKeyRow(work, "service-account", SERVICE_ACCOUNT_KEY, "kept");
}

/** Keeps the key that Secrets are encrypted with in etcd, or makes it. */
export function makeEncryption(work: Work): void {
  const found = foundContent(work, ENCRYPTION_CONFIG);
  const sent = [...work.found.files.keys()].find((path) => path.endsWith("/encryption-config.json"));
  if (found !== undefined && !isEncryptionConfig(found.toString("utf8"))) {
    note(
      work,
      "encryption-config-broken",
      ENCRYPTION_CONFIG,
      "this is not an EncryptionConfiguration",
      "Restore it from a backup, or from a control plane node: without its key the Secrets in etcd are lost",
    );
  } else if (found === undefined && sent !== undefined) {
    note(
      work,
      "key-missing",
      ENCRYPTION_CONFIG,
      "the key that Secrets are encrypted with is gone, but a control plane node has it",
      `Copy ${sent} to ${ENCRYPTION_CONFIG}: without that key the Secrets in etcd are lost`,
    );
  } else {
    work.files.set(ENCRYPTION_CONFIG, found ?? Buffer.from(makeEncryptionConfig()));
    addKeyRow(work, "encryption-config", ENCRYPTION_CONFIG, found === undefined ? "new" : "kept");
  }
}

/** Keeps an ssh key pair, or makes it. Returns its public blob; `undefined` where the run is refused. */
export function makeSsh(work: Work, plan: SshKeyPlan): Buffer | undefined {
  const publicPath = publicKeyPath(plan.path);
  const privateKey = foundContent(work, plan.path);
  const publicKey = foundContent(work, publicPath);
  const name = plan.path.slice(plan.path.lastIndexOf("/") + 1);
  if (privateKey === undefined) {
    if (publicKey !== undefined) {
      note(
        work,
        "key-missing",
        plan.path,
        "the public ssh key has no private one",
        "Restore it from a backup; or delete the public one for a new pair, and forget the old one where it is known",
      );
      return undefined;
    }
    const made = makeSshKey(plan.comment);
    work.files.set(plan.path, Buffer.from(made.privateKey));
    work.files.set(publicPath, Buffer.from(made.publicKey));
    addKeyRow(work, name, plan.path, "new");
    return blobOfLine(made.publicKey);
  }
  const blob = publicBlobOf(privateKey.toString("latin1"));
  if (blob === undefined) {
    note(
      work,
      "key-broken",
      plan.path,
      "the private ssh key cannot be read as an ed25519 key in OpenSSH's format",
      "Restore it from a backup; or delete both halves for a new pair, and forget the old one where it is known",
    );
    return undefined;
  }
  if (publicKey !== undefined && blobOfLine(publicKey.toString("utf8"))?.equals(blob) !== true) {
    note(
      work,
      "key-mismatch",
      publicPath,
      "the ssh keys do not belong together",
      "Restore both from a backup; if the private one is right, delete the public one: it is made again from it",
    );
    return undefined;
  }
  work.files.set(plan.path, privateKey);
  work.files.set(publicPath, publicKey ?? Buffer.from(publicLine(blob, plan.comment)));
  addKeyRow(work, name, plan.path, "kept");
  return blob;
}

/** Adds the line of a key. */
export function addKeyRow(work: Work, name: string, path: string, status: RowStatus): void {
  work.rows.push({
    kind: "key",
    name,
    place: placeOfPath(path),
    path,
    subject: "",
    sans: [],
    expires: undefined,
    status,
    reason: "",
  });
}
