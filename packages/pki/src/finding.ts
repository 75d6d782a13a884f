/** The codes of findings about the certificates' folder. Stable. */
export type CertificateFindingCode =
  // the folder
  | "folder-missing"
  | "folder-not-ours"
  | "folder-of-another-cluster"
  | "folder-too-new"
  | "folder-locked"
  | "folder-too-open"
  | "folder-too-narrow"
  | "folder-unfinished"
  | "folder-in-git"
  | "not-a-regular-file"
  | "marker-broken"
  // input and output
  | "disk-full"
  | "permission-denied"
  | "read-only-file-system"
  | "not-a-folder"
  | "folder-impossible"
  | "input-output-error"
  // authorities and keys that are never made anew
  | "authority-missing"
  | "authority-certificate-missing"
  | "authority-key-missing"
  | "authority-broken"
  | "authority-key-broken"
  | "authority-key-mismatch"
  | "authority-not-ca"
  | "authority-foreign"
  | "authority-expired"
  | "authority-not-yet-valid"
  | "authority-due"
  | "key-missing"
  | "key-broken"
  | "key-mismatch"
  | "encryption-config-broken"
  // what genCerts mends
  | "certificate-missing"
  | "certificate-broken"
  | "certificate-stale"
  | "certificate-expired"
  | "certificate-due"
  | "file-missing"
  | "file-differs";

/** Something about the certificates' folder that is wrong (`error`) or wants attention (`warning`), as a value. */
export interface CertificateFinding {
  readonly code: CertificateFindingCode;
  readonly severity: "error" | "warning";
  /** The file or folder, as a path that starts with the folder as it was given. */
  readonly path: string;
  /** The node that is concerned; `undefined` where it is not a single one. */
  readonly node: string | undefined;
  /** What is wrong, one sentence without a full stop at its end. Never holds any part of a private key. */
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
}
