import { randomBytes } from "node:crypto";

/**
 * Makes the apiserver's EncryptionConfiguration: Secrets by secretbox (XSalsa20 and Poly1305) with a new
 * 256-bit key. What was stored in clear before stays readable, through `identity`.
 */
export function makeEncryptionConfig(): string {
  const secretbox = { keys: [{ name: "key1", secret: randomBytes(32).toString("base64") }] };
  const config = {
    kind: "EncryptionConfiguration",
    apiVersion: "apiserver.config.k8s.io/v1",
    resources: [{ resources: ["secrets"], providers: [{ secretbox }, { identity: {} }] }],
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

/** Whether `text` is an EncryptionConfiguration: an operator may have rotated its keys by hand. */
export function isEncryptionConfig(text: string): boolean {
  try {
    const config: unknown = JSON.parse(text);
    return (
      typeof config === "object" &&
      config !== null &&
      "kind" in config &&
      config.kind === "EncryptionConfiguration" &&
      "resources" in config &&
      Array.isArray(config.resources) &&
      config.resources.length > 0
    );
  } catch {
    return false;
  }
}
