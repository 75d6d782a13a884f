/** What happened to a certificate or key. */
export type RowStatus =
  | "kept"
  | "new"
  /** Made anew in place of one that no longer serves. */
  | "renewed"
  /** A file that follows from others, or from machines.ts, and now says something else. */
  | "rewritten"
  /** On the disk, but not needed by the cluster any more; left alone. */
  | "orphan";

/** One line of genCerts' table. */
export interface CertificateRow {
  readonly kind: "authority" | "certificate" | "key" | "file";
  /** Name without an extension, such as `apiserver`. */
  readonly name: string;
  /** `authorities`, `operator`, or the node's name. */
  readonly place: string;
  /** Path of the certificate or private key, relative to the folder. */
  readonly path: string;
  /** As openssl prints it; empty for what is no certificate. */
  readonly subject: string;
  /** DNS names, then addresses. */
  readonly sans: readonly string[];
  readonly expires: Date | undefined;
  readonly status: RowStatus;
  /** Why it is not simply kept or new; empty otherwise. */
  readonly reason: string;
}
