import { shellWord } from "@quorate/command";
import { OPERATIONS } from "../distribution/operations.ts";
import { curl } from "../observe/subject.ts";
import type { ApiDoor } from "./api-door.ts";

/** What a script ends with where no apiserver is ready. */
export const NO_API = 78;

/** Seconds that the API may take for an answer. */
const REQUEST_TIMEOUT = 20;

/**
 * A script that asks the API through the first apiserver that is ready: `lines` call `kube`, which is kubectl. That is
 * the one of the host's own Kubernetes, which is on nobody's PATH where nobody put it there; keys stay in their files.
 */
export function kubectlScript({ urls, distribution }: ApiDoor, lines: readonly string[]): string {
  const { api: who, apiserverUnit } = OPERATIONS[distribution];
  return [
    `apiserver=$(systemctl show ${apiserverUnit} --property=ExecStart | sed -n 's/.*path=\\([^ ;]*\\).*/\\1/p')`,
    'command -v kubectl >/dev/null || PATH="$PATH:${apiserver%/*}"',
    "api=",
    ...urls.map(
      (url) => `[ -n "$api" ] || [ "$(${curl(`${url}/readyz`, who)})" != ok ] || api=${shellWord(url)}`,
    ),
    `[ -n "$api" ] || { echo "no apiserver is ready" >&2; exit ${NO_API}; }`,
    `kube() { kubectl --kubeconfig=/dev/null --cache-dir=/run/quorate-kubectl --request-timeout=${REQUEST_TIMEOUT}s --server="$api" --certificate-authority=${who.authority} --client-certificate=${who.certificate} --client-key=${who.key} "$@"; }`,
    ...lines,
  ].join("\n");
}
