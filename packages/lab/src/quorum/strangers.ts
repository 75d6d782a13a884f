import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Credentials } from "./client.ts";
import { run } from "./process.ts";

/** Somebody who is to be refused. */
export interface Stranger {
  /** Such as "a client without a certificate". */
  readonly name: string;
  readonly credentials: Credentials;
  /** What a member logs when it refuses him: that it was for this and nothing else. */
  readonly reason: RegExp;
}

/** Why a member refuses a certificate that no authority of its own has signed. */
export const UNKNOWN_AUTHORITY = /certificate signed by unknown authority/;

/**
 * The clients that no member may serve, made by openssl: one has no certificate, one has a certificate of an
 * authority that only bears the right name, one a certificate of the right authority that ended yesterday.
 */
export async function makeStrangers(certificates: string, folder: string): Promise<readonly Stranger[]> {
  const ca = join(certificates, "authorities", "etcd-ca.crt");
  const foreign = await makeForeignAuthority(folder);
  const foreignPair = await issue(folder, "foreign-client", foreign, { extensions: CLIENT });
  const expiredPair = await issue(
    folder,
    "expired-client",
    { cert: ca, key: join(certificates, "authorities", "etcd-ca.key") },
    { extensions: CLIENT, days: [-3, -1] },
  );
  return [
    {
      name: "a client without a certificate",
      credentials: { ca, pair: undefined },
      reason: /client didn't provide a certificate/,
    },
    {
      name: "a client with a certificate of another authority",
      credentials: { ca, pair: foreignPair },
      reason: UNKNOWN_AUTHORITY,
    },
    {
      name: "a client with an expired certificate",
      credentials: { ca, pair: expiredPair },
      reason: /certificate has expired/,
    },
  ];
}

/** The files of a peer that trusts the true authority and is itself certified by another. */
export interface ForeignPeer {
  readonly "peer.crt": string;
  readonly "peer.key": string;
  readonly "authorities.crt": string;
}

/** Makes them for a host with these addresses. */
export async function makeForeignPeer(
  certificates: string,
  folder: string,
  addresses: readonly string[],
): Promise<ForeignPeer> {
  const foreign = await makeForeignAuthority(folder);
  const pair = await issue(folder, "foreign-peer", foreign, {
    extensions: [
      "extendedKeyUsage=serverAuth,clientAuth",
      `subjectAltName=${addresses.map((address) => `IP:${address}`).join(",")}`,
    ],
  });
  const authorities = join(folder, "both-authorities.crt");
  writeFileSync(
    authorities,
    readFileSync(join(certificates, "authorities", "etcd-ca.crt"), "utf8") +
      readFileSync(foreign.cert, "utf8"),
  );
  return { "peer.crt": pair.cert, "peer.key": pair.key, "authorities.crt": authorities };
}

interface Pair {
  readonly cert: string;
  readonly key: string;
}

const CLIENT = ["extendedKeyUsage=clientAuth"];
const NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];

async function makeForeignAuthority(folder: string): Promise<Pair> {
  const pair = pairIn(folder, "foreign-ca");
  await openssl("req", "-x509", ...NEW_KEY, "-keyout", pair.key, "-out", pair.cert, "-subj", "/CN=etcd-ca");
  return pair;
}

// `days` counts from now: the first day and the last one of the certificate.
async function issue(
  folder: string,
  name: string,
  authority: Pair,
  request: { readonly extensions: readonly string[]; readonly days?: readonly [number, number] },
): Promise<Pair> {
  const pair = pairIn(folder, name);
  const file = (ending: string) => join(folder, `${name}.${ending}`);
  const [from, to] = request.days ?? [-1, 1];
  // Only `openssl ca` takes dates of the past, and it wants its register as files.
  writeFileSync(file("index"), "");
  writeFileSync(
    file("conf"),
    `[register]
database = ${file("index")}
new_certs_dir = ${folder}
rand_serial = yes
default_md = sha256
policy = any
x509_extensions = leaf
[any]
commonName = supplied
[leaf]
${request.extensions.join("\n")}
`,
  );
  const subject = "/CN=kube-etcd-healthcheck-client";
  await openssl("req", ...NEW_KEY, "-keyout", pair.key, "-out", file("csr"), "-subj", subject);
  await openssl(
    ...["ca", "-batch", "-notext", "-config", file("conf"), "-name", "register"],
    ...["-cert", authority.cert, "-keyfile", authority.key, "-in", file("csr"), "-out", pair.cert],
    ...["-startdate", daysFromNow(from), "-enddate", daysFromNow(to)],
  );
  return pair;
}

function pairIn(folder: string, name: string): Pair {
  return { cert: join(folder, `${name}.crt`), key: join(folder, `${name}.key`) };
}

// As openssl writes times: 20260102030405Z.
function daysFromNow(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().replace(/[-:T]|\.\d+/g, "");
}

async function openssl(...args: readonly string[]): Promise<void> {
  const { status, stderr } = await run(["openssl", ...args]);
  if (status !== 0) throw new Error(`openssl ${args[0]}: ${stderr.trim()}`);
}
