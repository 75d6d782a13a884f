import type { CertificatePlan, LeafPlan } from "../src/index.ts";

/** Shell scripts that make certificates of a plan one by one with the openssl command, flat in the working folder. */
export interface OpensslScript {
  /** Authorities and the service-account key. */
  readonly once: string;
  /** The leaves. */
  readonly leaves: string;
}

/** The usual three commands a certificate: a key, a request, a signature. */
export function opensslScript(plan: CertificatePlan, leaves: readonly LeafPlan[]): OpensslScript {
  return {
    once: [
      ...plan.authorities.map(
        ({ name, commonName }) =>
          `${key(name)}; openssl req -x509 -new -key ${name}.key -sha256 -days 3650 -subj /CN=${commonName} -out ${name}.crt`,
      ),
      "openssl genrsa -out service-account.key 2048",
      "openssl rsa -in service-account.key -pubout -out service-account.pub",
      "",
    ].join("\n"),
    leaves: `${leaves.map(leafCommands).join("\n")}\n`,
  };
}

function leafCommands(leaf: LeafPlan): string {
  const file = leaf.id.replaceAll("/", "-");
  const subject = `${leaf.organization === undefined ? "" : `/O=${leaf.organization}`}/CN=${leaf.commonName}`;
  const names = [...leaf.dns.map((name) => `DNS:${name}`), ...leaf.ips.map((ip) => `IP:${ip}`)];
  const extensions = [
    "basicConstraints=critical,CA:FALSE",
    "keyUsage=critical,digitalSignature",
    `extendedKeyUsage=${leaf.usages.map((usage) => `${usage}Auth`).join(",")}`,
    ...(names.length === 0 ? [] : [`subjectAltName=${names.join(",")}`]),
  ];
  return [
    `printf '%s\\n' ${extensions.map((line) => `'${line}'`).join(" ")} > ${file}.ext`,
    key(file),
    `openssl req -new -key ${file}.key -subj '${subject}' -out ${file}.csr`,
    `openssl x509 -req -in ${file}.csr -CA ${leaf.authority}.crt -CAkey ${leaf.authority}.key -CAcreateserial -days 365 -sha256 -extfile ${file}.ext -out ${file}.crt`,
  ].join("\n");
}

function key(file: string): string {
  return `openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ${file}.key`;
}
