import { type AuthorityName, type CertificateName, SECRETS_DIRECTORY } from "@quorate/cluster";

/** Where `file` of a host's secrets lies on that host. */
export function secretPath(file: string): string {
  return `${SECRETS_DIRECTORY}/${file}`;
}

/** The certificate of an authority, on the host. */
export function authorityPath(name: AuthorityName): string {
  return secretPath(`${name}.crt`);
}

/** A certificate and its key, on the host. */
export function certificatePaths(name: CertificateName): {
  readonly certFile: string;
  readonly keyFile: string;
} {
  return { certFile: secretPath(`${name}.crt`), keyFile: secretPath(`${name}.key`) };
}
