import {
  authorityPair,
  fileOfOperator,
  KNOWN_HOSTS,
  OPERATOR_SSH_KEY,
  pairFiles,
  publicKeyPath,
} from "@quorate/cluster";
import type { KubeconfigPlan } from "../plan/distribution-plan.ts";
import type { CertificatePlan } from "../plan/plan.ts";
import { knownHostsText } from "../ssh/known-hosts.ts";
import { blobOfLine } from "../ssh/read-key.ts";
import { kubeconfigText } from "./kubeconfig.ts";

/**
 * The files that follow from others: copies of an authority's certificate and of shared keys in the
 * hosts' folders, kubeconfigs, known_hosts, authorized_keys. `read` gives a file that they follow from; where it has none,
 * what would follow from it is left out.
 */
export function deriveFiles(
  plan: CertificatePlan,
  read: (path: string) => Buffer | undefined,
): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const { from, to } of plan.copies) {
    const content = read(from);
    if (content !== undefined) files.set(to, content);
  }
  for (const kubeconfig of plan.kubeconfigs) addKubeconfig(files, plan, read, kubeconfig);

  const hosts = plan.knownHosts.flatMap(({ names, key }) => {
    const line = key.kind === "adopted" ? key.line : read(publicKeyPath(key.path))?.toString("utf8");
    const blob = blobOfLine(line ?? "");
    return blob === undefined ? [] : [{ names, blob }];
  });
  if (hosts.length === plan.knownHosts.length) files.set(KNOWN_HOSTS, Buffer.from(knownHostsText(hosts)));

  const operatorKey = read(publicKeyPath(OPERATOR_SSH_KEY));
  if (operatorKey !== undefined) {
    const text = `${[...plan.trustedKeys, operatorKey.toString("utf8").trim()].join("\n")}\n`;
    for (const path of plan.authorizedKeys) files.set(path, Buffer.from(text));
  }
  return files;
}

function addKubeconfig(
  files: Map<string, Buffer>,
  plan: CertificatePlan,
  read: (path: string) => Buffer | undefined,
  { path, user, authority: authorityName }: KubeconfigPlan,
): void {
  const authority = read(authorityPair(authorityName).certificate);
  const pair = pairFiles(fileOfOperator(user));
  const certificate = read(pair.certificate);
  const privateKey = read(pair.key);
  if (authority === undefined || certificate === undefined || privateKey === undefined) return;
  const parts = {
    cluster: plan.cluster,
    user,
    server: plan.apiUrl,
    authority,
    certificate,
    privateKey,
  };
  files.set(path, Buffer.from(kubeconfigText(parts)));
}
