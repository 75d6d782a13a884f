import { SECRETS_DIRECTORY } from "@quorate/cluster";
import type { Credentials } from "../subject.ts";

/** A pair of the host's own, and the authority that whom it asks is known by; names without suffixes. */
export function credentialsOf(authority: string, pair: string): Credentials {
  return {
    authority: `${SECRETS_DIRECTORY}/${authority}.crt`,
    certificate: `${SECRETS_DIRECTORY}/${pair}.crt`,
    key: `${SECRETS_DIRECTORY}/${pair}.key`,
  };
}
