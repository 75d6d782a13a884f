import { createHash } from "node:crypto";
import { authorityPair, fileOfAuthorities, HOSTS_FOLDER } from "@quorate/cluster";
import { readCertificate } from "../check/read-certificate.ts";
import { readPrivateKey } from "../check/read-key.ts";
import { makeTokenSecret } from "../issue/k3s-token.ts";
import { makeServiceAccountKey } from "../issue/service-account.ts";
import { foundContent, note, type Work } from "./contents.ts";
import { addKeyRow } from "./keys.ts";

const SERVICE_KEY = "k3s-service.key";

/** Of the root that tokens name: it is made with everything else that k3s has. */
const ROOT = authorityPair("k3s-server-root").certificate;

/** Keeps the key that k3s signs service-account tokens with, or makes it. */
export async function makeK3sService(work: Work): Promise<void> {
  const path = fileOfAuthorities(SERVICE_KEY);
  const found = foundContent(work, path);
  if (found === undefined && isGone(work, SERVICE_KEY)) return;
  if (found !== undefined && readPrivateKey(found)?.asymmetricKeyType !== "rsa") {
    return note(
      work,
      "key-broken",
      path,
      "the key that signs service-account tokens cannot be read",
      "Restore it from a backup, or from a server",
    );
  }
  work.files.set(path, found ?? Buffer.from(await makeServiceAccountKey()));
  addKeyRow(work, "k3s-service", path, found === undefined ? "new" : "kept");
}

/** The token that servers join with, and that k3s encrypts the authorities' keys with in etcd. */
export function makeServerToken(work: Work): void {
  makeToken(work, "k3s-server-token", "server");
}

/** The token that agents join with. */
export function makeAgentToken(work: Work): void {
  makeToken(work, "k3s-agent-token", "node");
}

/** Keeps a token, or makes it. It names the root that servers' certificates come from, so that none is sent elsewhere. */
function makeToken(work: Work, file: string, user: "server" | "node"): void {
  const path = fileOfAuthorities(file);
  const root = work.files.get(ROOT);
  const certificate = root === undefined ? undefined : readCertificate(root)?.certificate;
  // Without it the run is refused anyway, and says so.
  if (certificate === undefined) return;
  const found = foundContent(work, path);
  if (found === undefined && isGone(work, file)) return;
  // With more than one certificate in /cacerts k3s takes the root's own bytes, and not those of the file.
  const hash = createHash("sha256").update(certificate.raw).digest("hex");
  const start = `K10${hash}::${user}:`;
  const text = found?.toString("utf8");
  if (text !== undefined && !(text.startsWith(start) && /^[0-9a-f]{32,}\n$/.test(text.slice(start.length)))) {
    note(
      work,
      "token-broken",
      path,
      `this is no token of this cluster's for a ${user}`,
      "Restore it from a backup, or from a server: k3s encrypts its authorities' keys in etcd with the servers' one",
    );
    return;
  }
  work.files.set(path, found ?? Buffer.from(`${start}${makeTokenSecret()}\n`));
  addKeyRow(work, file, path, found === undefined ? "new" : "kept");
}

/** Whether the folder had it once: a new one would not fit what servers have. Says so. */
function isGone(work: Work, file: string): boolean {
  const sent = [...work.found.files.keys()].find(
    (path) => path.startsWith(`${HOSTS_FOLDER}/`) && path.endsWith(`/${file}`),
  );
  if (sent === undefined && foundContent(work, ROOT) === undefined) return false;
  note(
    work,
    "key-missing",
    fileOfAuthorities(file),
    `${file} is gone, and a new one would not fit what servers have`,
    sent === undefined
      ? "Restore it from a backup, or from a server"
      : `Copy ${sent} to ${fileOfAuthorities(file)}`,
  );
  return true;
}
