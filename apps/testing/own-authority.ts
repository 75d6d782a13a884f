import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** For tests: the certificate of an authority as k3s makes that of its servers, by way of files in `folder`. */
export function ownAuthority(folder: string): string {
  const words = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  const [key, out] = [join(folder, "ca.key"), join(folder, "ca.crt")];
  const named = ["-subj", "/CN=k3s-server-ca@1718000000", "-days", "9000", "-keyout", key, "-out", out];
  execFileSync("openssl", [...words, ...named], { stdio: "pipe" });
  return readFileSync(out, "utf8");
}
