/** What a kubeconfig is made of. PEM throughout. */
export interface KubeconfigParts {
  /** Names the cluster and the context. */
  readonly cluster: string;
  readonly user: string;
  /** `https://10.0.0.100:6443` */
  readonly server: string;
  readonly authority: Buffer;
  readonly certificate: Buffer;
  readonly privateKey: Buffer;
}

/**
 * A kubeconfig with everything in it, so that it works wherever it is copied to. Written as JSON, which
 * is YAML too, and which kubectl reads and rewrites like any other.
 */
export function kubeconfigText(parts: KubeconfigParts): string {
  const { cluster, user } = parts;
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name: cluster,
        cluster: { server: parts.server, "certificate-authority-data": parts.authority.toString("base64") },
      },
    ],
    users: [
      {
        name: user,
        user: {
          "client-certificate-data": parts.certificate.toString("base64"),
          "client-key-data": parts.privateKey.toString("base64"),
        },
      },
    ],
    contexts: [{ name: cluster, context: { cluster, user } }],
    "current-context": cluster,
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}
