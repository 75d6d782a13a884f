import { createHash } from "node:crypto";
import {
  authorityPair,
  FORMER_SERVER_TOKENS,
  fileOfAuthorities,
  HOSTS_FOLDER,
  IMPORTED_TOKEN,
  secretOfToken,
} from "@quorate/cluster";
import { certificatesIn } from "../check/read-certificate.ts";
import { readPrivateKey } from "../check/read-key.ts";
import { makeTokenSecret } from "../issue/k3s-token.ts";
import { makeServiceAccountKey } from "../issue/service-account.ts";
import { type CertificatePlan, isAdopted } from "../plan/plan.ts";
import { foundContent, note, type Work } from "./contents.ts";
import { addKeyRow } from "./keys.ts";

const SERVICE_KEY = "k3s-service.key";

/** Of whom tokens name: it is made, or imported, with everything else that k3s has. */
const SERVER_AUTHORITY = authorityPair("k3s-server-ca").certificate;

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
export function makeServerToken(work: Work, _: boolean, plan: CertificatePlan): void {
  const former = foundContent(work, FORMER_SERVER_TOKENS);
  if (former !== undefined) work.files.set(FORMER_SERVER_TOKENS, former);
  const replaced = makeToken(work, "k3s-server-token", isAdopted(plan) ? IMPORTED : OURS);
  if (replaced === undefined) return;
  // Deploy knows by it that the servers' token was replaced on purpose.
  work.files.set(FORMER_SERVER_TOKENS, Buffer.concat([former ?? Buffer.of(), replaced]));
}

/** The token that agents join with. */
export function makeAgentToken(work: Work): void {
  makeToken(work, "k3s-agent-token", OURS);
}

/** How a token's secret comes about. */
interface SecretSource {
  /** What it looks like. */
  readonly pattern: RegExp;
  /** The one to begin with; `undefined` where there is none, which is told. */
  readonly first: (work: Work) => string | undefined;
  /** Whether losing it can't be made good here. */
  readonly keeps: boolean;
}

const OURS: SecretSource = { pattern: /^[0-9a-f]{32,}\n$/, first: makeTokenSecret, keeps: true };

/** Of a cluster that ran before: whatever was given to its servers. */
const IMPORTED: SecretSource = {
  pattern: /^\S+\n$/,
  keeps: false,
  first: (work) => {
    const secret = secretOfToken(work.found.imported.get(IMPORTED_TOKEN)?.toString("utf8") ?? "");
    if (/^\S+$/.test(secret)) return secret;
    note(
      work,
      "key-missing",
      fileOfAuthorities("k3s-server-token"),
      `the token of the cluster that was taken over is not here: ${IMPORTED_TOKEN} is missing, or is none`,
      "Run `quorate importInventory` with the inventory that has it; or write what is behind ::server: in /var/lib/rancher/k3s/server/token of a server into that file",
    );
    return undefined;
  },
};

const USERS: { readonly [F in "k3s-server-token" | "k3s-agent-token"]: string } = {
  "k3s-server-token": "server",
  "k3s-agent-token": "node",
};

/**
 * Keeps a token, or makes it; says which one it has replaced. It names the root that servers' certificates come from, so
 * that none is sent elsewhere.
 */
function makeToken(work: Work, file: keyof typeof USERS, source: SecretSource): Buffer | undefined {
  const user = USERS[file];
  const path = fileOfAuthorities(file);
  const hash = hashOfAuthority(work.files.get(SERVER_AUTHORITY));
  // Without it the run is refused anyway, and says so.
  if (hash === undefined) return undefined;
  const found = foundContent(work, path);
  if (found === undefined && isGone(work, file, source)) return undefined;
  const start = `K10${hash}::${user}:`;
  const text = found?.toString("utf8");
  if (text !== undefined && !(text.startsWith(start) && source.pattern.test(text.slice(start.length)))) {
    note(
      work,
      "token-broken",
      path,
      `this is no token of this cluster's for a ${user}`,
      "Restore it from a backup, or from a server: k3s encrypts its authorities' keys in etcd with the servers' one",
    );
    return undefined;
  }
  const replaced = work.newTokens ? found : undefined;
  const content =
    replaced === undefined ? (found ?? firstOf(work, start, source)) : firstOf(work, start, OURS);
  if (content === undefined) return undefined;
  work.files.set(path, content);
  addKeyRow(work, file, path, found === undefined ? "new" : replaced === undefined ? "kept" : "renewed");
  return replaced;
}

function firstOf(work: Work, start: string, { first }: SecretSource): Buffer | undefined {
  const secret = first(work);
  return secret === undefined ? undefined : Buffer.from(`${start}${secret}\n`);
}

/**
 * What a token begins with, by what a server shows at /cacerts: of one certificate its file's bytes, of several the root's
 * own, which is the last.
 */
function hashOfAuthority(pem: Buffer | undefined): string | undefined {
  const [first, ...more] = pem === undefined ? [] : certificatesIn(pem);
  if (pem === undefined || first === undefined) return undefined;
  const root = more.at(-1);
  return createHash("sha256")
    .update(root === undefined ? pem : root.raw)
    .digest("hex");
}

/** Whether the folder had it once: a new one would not fit what servers have. Says so. */
function isGone(work: Work, file: string, { keeps }: Pick<SecretSource, "keeps"> = OURS): boolean {
  const sent = [...work.found.files.keys()].find(
    (path) => path.startsWith(`${HOSTS_FOLDER}/`) && path.endsWith(`/${file}`),
  );
  if (sent === undefined && (!keeps || foundContent(work, SERVER_AUTHORITY) === undefined)) return false;
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
