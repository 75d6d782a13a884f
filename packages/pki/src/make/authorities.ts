import { AUTHORITIES_FOLDER, type AuthorityName, authorityPair, IMPORTED_AUTHORITY } from "@quorate/cluster";
import {
  type AuthorityFault,
  type CheckedAuthority,
  checkAuthority,
  FROM_BACKUP,
} from "../check/authority-check.ts";
import { day } from "../check/leaf-state.ts";
import { readPrivateKey } from "../check/read-key.ts";
import { type Authority, makeAuthority } from "../issue/authority.ts";
import type { AuthorityPlan } from "../plan/distribution-plan.ts";
import { isDue, type Lifetimes } from "../plan/lifetime.ts";
import type { Marker } from "../store/marker.ts";
import { foundContent, note, type Work } from "./contents.ts";

/** The authorities that are ready to sign, by name. One that is missing here is a problem in the work. */
export type Authorities = ReadonlyMap<AuthorityName, Authority>;

/** Who signs an authority, and whether it signs others. */
interface SignedBy {
  readonly root: Authority | undefined;
  readonly isRoot: boolean;
}

/** Keeps the authorities that the folder holds, and makes those that it never held. */
export function makeAuthorities(
  work: Work,
  plans: readonly AuthorityPlan[],
  marker: Marker | undefined,
  lifetimes: Lifetimes,
): Authorities {
  const authorities = new Map<AuthorityName, Authority>();
  const roots = new Set(plans.flatMap(({ root }) => root ?? []));
  for (const plan of plans) {
    if (plan.adopted) {
      adoptAuthority(work, plan, marker?.authorities[plan.name]);
      continue;
    }
    const root = plan.root === undefined ? undefined : authorities.get(plan.root);
    // Without it the run is refused anyway, and says so.
    if (plan.root !== undefined && root === undefined) continue;
    const by = { root, isRoot: roots.has(plan.name) };
    const authority = authorityOf(work, plan, by, marker?.authorities[plan.name], lifetimes);
    if (authority !== undefined) authorities.set(plan.name, authority);
  }
  return authorities;
}

function authorityOf(
  work: Work,
  plan: AuthorityPlan,
  by: SignedBy,
  fingerprint: string | undefined,
  lifetimes: Lifetimes,
): Authority | undefined {
  const paths = authorityPair(plan.name);
  const certificate = foundContent(work, paths.certificate);
  const key = foundContent(work, paths.key);
  if (certificate === undefined && key === undefined && fingerprint === undefined) {
    return newAuthority(work, plan, by, lifetimes);
  }
  if (certificate === undefined) {
    const [code, message] =
      key === undefined
        ? (["authority-missing", `the authority ${plan.name} is gone`] as const)
        : (["authority-certificate-missing", `${plan.name} has a key but no certificate`] as const);
    note(work, code, paths.certificate, message, FROM_BACKUP);
    return undefined;
  }
  const checked = checkAuthority(plan, certificate, { fingerprint, root: by.root }, work.now);
  if ("code" in checked) {
    note(work, checked.code, paths.certificate, checked.message, checked.hint);
    return undefined;
  }
  const signing = signingKey(plan, checked, key);
  if ("code" in signing) {
    note(work, signing.code, paths.key, signing.message, signing.hint);
    return undefined;
  }
  if (isDue(checked.validity, work.now)) warnDue(work, plan, checked);
  addRow(work, plan, checked.validity.notAfter, "kept");
  work.files.set(paths.certificate, certificate);
  if (key !== undefined) work.files.set(paths.key, key);
  return signing;
}

/** Keeps the certificate of an authority that was made elsewhere, or takes it from what was imported. Nothing is signed by it here. */
function adoptAuthority(work: Work, plan: AuthorityPlan, fingerprint: string | undefined): void {
  const path = authorityPair(plan.name).certificate;
  const imported = work.found.imported.get(IMPORTED_AUTHORITY);
  const found = foundContent(work, path);
  const certificate = found ?? imported;
  if (certificate === undefined) {
    const message = `the certificate of ${plan.name}, which the cluster has made itself, is not here`;
    note(
      work,
      "authority-not-imported",
      path,
      message,
      "Run `quorate importInventory <inventory.yaml> --from-cluster`, which asks the servers for it; or put /var/lib/rancher/k3s/server/tls/server-ca.crt of a server here",
    );
    return;
  }
  const checked = checkAuthority(plan, certificate, { fingerprint, root: undefined }, work.now);
  if ("code" in checked) {
    note(work, checked.code, path, checked.message, checked.hint);
    return;
  }
  if (isDue(checked.validity, work.now)) {
    const message = `${plan.name} expires on ${day(checked.validity.notAfter)}, and k3s does not renew it`;
    note(work, "authority-due", path, message, "Replace it on a server: k3s certificate rotate-ca");
  }
  addRow(
    work,
    { ...plan, commonName: commonNameOf(checked.certificate.subject) },
    checked.validity.notAfter,
    found === undefined ? "new" : "kept",
  );
  work.files.set(path, certificate);
}

function commonNameOf(subject: string): string {
  return /^CN=(.*)$/m.exec(subject)?.[1] ?? subject;
}

function newAuthority(work: Work, plan: AuthorityPlan, by: SignedBy, lifetimes: Lifetimes): Authority {
  const paths = authorityPair(plan.name);
  const made = makeAuthority(plan, work.now, lifetimes.authorityDays, by);
  work.files.set(paths.certificate, Buffer.from(made.certificatePem));
  work.files.set(paths.key, Buffer.from(made.privateKeyPem));
  addRow(work, plan, made.authority.notAfter, "new");
  return made.authority;
}

function signingKey(
  plan: AuthorityPlan,
  checked: CheckedAuthority,
  pem: Buffer | undefined,
): Authority | AuthorityFault {
  const fault = (code: AuthorityFault["code"], message: string): AuthorityFault => ({
    code,
    message,
    hint: FROM_BACKUP,
  });
  if (pem === undefined) return fault("authority-key-missing", `${plan.name} has a certificate but no key`);
  const key = readPrivateKey(pem);
  if (key === undefined) return fault("authority-key-broken", `the key of ${plan.name} cannot be read`);
  const { certificate, name, keyId, validity } = checked;
  if (!certificate.checkPrivateKey(key)) {
    return fault("authority-key-mismatch", `key and certificate of ${plan.name} do not belong together`);
  }
  return { name, keyId, key, certificate, publicKey: certificate.publicKey, notAfter: validity.notAfter };
}

function warnDue(work: Work, plan: AuthorityPlan, checked: CheckedAuthority): void {
  note(
    work,
    "authority-due",
    authorityPair(plan.name).certificate,
    `${plan.name} expires on ${day(checked.validity.notAfter)}, and nothing below it can last longer`,
    "Plan a new PKI: genCerts into an empty folder, and a maintenance window for the whole cluster",
  );
}

function addRow(work: Work, plan: AuthorityPlan, expires: Date, status: "kept" | "new"): void {
  work.rows.push({
    kind: "authority",
    name: plan.name,
    place: AUTHORITIES_FOLDER,
    path: authorityPair(plan.name).certificate,
    subject: `CN=${plan.commonName}`,
    sans: [],
    expires,
    status,
    reason: "",
  });
}
