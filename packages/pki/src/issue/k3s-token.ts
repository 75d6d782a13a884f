import { randomBytes } from "node:crypto";

const SECRET_BYTES = 24;

/** The secret part of a new token of k3s', which no flag, file or log takes for anything else. */
export function makeTokenSecret(): string {
  return randomBytes(SECRET_BYTES).toString("hex");
}
