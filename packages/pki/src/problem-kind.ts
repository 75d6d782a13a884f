import {
  nodeOfPath,
  type Place,
  type Problem,
  type ProblemKinds,
  problemMaker,
  type Result,
} from "@quorate/cluster";

/** Every code that is said of the certificates' folder, by genCerts or before a deployment. */
export const PKI_PROBLEMS = {
  // The folder.
  "folder-missing": {
    severity: "error",
    exit: "wrong-input",
    meaning: "there are no certificates where they are looked for: genCerts has not made any",
  },
  "folder-not-ours": {
    severity: "error",
    exit: "wrong-input",
    meaning: "the certificates' folder holds what genCerts did not make, or lies inside of one that it made",
  },
  "folder-of-another-cluster": {
    severity: "error",
    exit: "wrong-input",
    meaning: "the certificates' folder belongs to a cluster of another name",
  },
  "folder-too-new": {
    severity: "error",
    exit: "wrong-input",
    meaning: "a later version of Quorate made the certificates' folder",
  },
  "folder-locked": {
    severity: "error",
    exit: "failed",
    meaning: "another run of genCerts is using the certificates' folder",
  },
  "folder-too-open": {
    severity: "warning",
    exit: "failed",
    meaning: "others could read what is in the certificates' folder; they no longer can",
  },
  "folder-too-narrow": {
    severity: "warning",
    exit: "failed",
    meaning: "its owner could not read or write all of the certificates' folder; now it can",
  },
  "folder-unfinished": {
    severity: "error",
    exit: "wrong-input",
    meaning: "a run of genCerts was ended before it was done; the next one finishes it",
  },
  "folder-in-git": {
    severity: "warning",
    exit: "failed",
    meaning: "the .gitignore in the certificates' folder does not keep everything out of git",
  },
  "not-a-regular-file": {
    severity: "error",
    exit: "wrong-input",
    meaning:
      "something in the certificates' folder is neither a plain file nor a folder where one of them must be",
  },
  "marker-broken": {
    severity: "error",
    exit: "wrong-input",
    meaning: "quorate.json in the certificates' folder cannot be read",
  },
  // The system.
  "disk-full": {
    severity: "error",
    exit: "failed",
    meaning: "the disk is full; the certificates' folder is as it was",
  },
  "permission-denied": {
    severity: "error",
    exit: "failed",
    meaning: "the system refuses to let this user read or write in the certificates' folder",
  },
  "read-only-file-system": {
    severity: "error",
    exit: "failed",
    meaning: "the certificates' folder is on a file system that is read-only",
  },
  "not-a-folder": {
    severity: "error",
    exit: "wrong-input",
    meaning: "the certificates' folder that was named cannot be one: something else is in the way",
  },
  "folder-impossible": {
    severity: "error",
    exit: "wrong-input",
    meaning:
      "the certificates' folder that was named cannot be made: its name, or where it would lie, forbids it",
  },
  "input-output-error": {
    severity: "error",
    exit: "failed",
    meaning: "the system failed at the certificates' folder in some other way",
  },
  // What is never made anew.
  "authority-missing": {
    severity: "error",
    exit: "wrong-input",
    meaning: "an authority that this folder had is gone, certificate and key",
  },
  "authority-certificate-missing": {
    severity: "error",
    exit: "wrong-input",
    meaning: "an authority has no certificate",
  },
  "authority-key-missing": {
    severity: "error",
    exit: "wrong-input",
    meaning: "an authority has a certificate but no key",
  },
  "authority-not-imported": {
    severity: "error",
    exit: "wrong-input",
    meaning: "the certificate of an authority that the cluster has made itself was not imported",
  },
  "authority-broken": {
    severity: "error",
    exit: "wrong-input",
    meaning: "an authority's certificate cannot be read",
  },
  "authority-key-broken": {
    severity: "error",
    exit: "wrong-input",
    meaning: "an authority's key cannot be read",
  },
  "authority-key-mismatch": {
    severity: "error",
    exit: "wrong-input",
    meaning: "an authority's key and certificate do not belong together",
  },
  "authority-not-ca": {
    severity: "error",
    exit: "wrong-input",
    meaning: "an authority's certificate is not one of an authority",
  },
  "authority-chain-broken": {
    severity: "error",
    exit: "wrong-input",
    meaning: "the certificate of an authority is not followed by the one that signed it",
  },
  "authority-foreign": {
    severity: "error",
    exit: "wrong-input",
    meaning: "an authority is not the one that genCerts made for this cluster",
  },
  "authority-expired": {
    severity: "error",
    exit: "wrong-input",
    meaning: "an authority's certificate has expired, and with it every certificate below it",
  },
  "authority-not-yet-valid": {
    severity: "error",
    exit: "wrong-input",
    meaning: "an authority's certificate is not valid yet: a clock is wrong",
  },
  "authority-due": {
    severity: "warning",
    exit: "failed",
    meaning: "an authority comes to the end of its lifetime",
  },
  "key-missing": {
    severity: "error",
    exit: "wrong-input",
    meaning: "a key that is never replaced is gone, while what belongs to it is there",
  },
  "key-broken": {
    severity: "error",
    exit: "wrong-input",
    meaning: "a key that is never replaced cannot be read",
  },
  "key-mismatch": {
    severity: "error",
    exit: "wrong-input",
    meaning: "the two halves of a key that is never replaced do not belong together",
  },
  "token-broken": {
    severity: "error",
    exit: "wrong-input",
    meaning: "a token of k3s is none, or names an authority that is not this cluster's",
  },
  "registry-login-missing": {
    severity: "error",
    exit: "wrong-input",
    meaning:
      "machines.ts names a registry that nodes log in to, and nothing in the certificates' folder says with what",
  },
  "registry-login-broken": {
    severity: "error",
    exit: "wrong-input",
    meaning: "a file that should say what nodes log in to a registry with says no such thing",
  },
  "encryption-config-broken": {
    severity: "error",
    exit: "wrong-input",
    meaning: "the file with the key that Secrets are encrypted with cannot be read",
  },
  // What genCerts mends.
  "certificate-missing": {
    severity: "error",
    exit: "wrong-input",
    meaning: "certificates or keys that the cluster needs are not in the certificates' folder",
  },
  "certificate-broken": {
    severity: "error",
    exit: "wrong-input",
    meaning: "a certificate cannot be read, has lost its other half, or was signed by another authority",
  },
  "certificate-stale": {
    severity: "error",
    exit: "wrong-input",
    meaning: "a certificate says something else than the cluster now needs",
  },
  "certificate-expired": {
    severity: "error",
    exit: "wrong-input",
    meaning: "a certificate has expired, or is not valid yet",
  },
  "tokens-unused": {
    severity: "error",
    exit: "wrong-input",
    meaning: "`genCerts --new-tokens` was asked of a cluster that has no tokens",
  },
  "certificate-ends-soon": {
    severity: "error",
    exit: "wrong-input",
    meaning: "a certificate ends within 30 days; genCerts renews it",
  },
  "certificate-due": {
    severity: "warning",
    exit: "failed",
    meaning: "two thirds of a certificate's lifetime are over; genCerts would renew it",
  },
  "file-missing": {
    severity: "error",
    exit: "wrong-input",
    meaning: "a file that the cluster needs is not in the certificates' folder",
  },
  "file-differs": {
    severity: "error",
    exit: "wrong-input",
    meaning: "a file in the certificates' folder is not what the cluster now needs",
  },
} as const satisfies ProblemKinds;

/** The codes of this room. */
export type PkiProblemCode = keyof typeof PKI_PROBLEMS;

/** Something about the certificates' folder that is wrong or wants attention. Never holds any part of a private key. */
export type PkiProblem = Problem<PkiProblemCode>;

/** An outcome of this room. */
export type PkiResult<Value> = Result<Value, PkiProblemCode>;

/** Makes this room's problems. */
export const problem = problemMaker(PKI_PROBLEMS);

/** Where something is in the certificates' folder, and whose it is. */
export function placeOf(path: string): Place {
  const node = nodeOfPath(path);
  return node === undefined ? { where: path } : { where: path, node };
}
