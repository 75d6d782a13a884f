import type { Said, Workspace } from "./workspace.ts";

const TLS = "/var/lib/rancher/k3s/server/tls/etcd";

/** etcdctl on a server of k3s', by what k3s has there for it; asks the server's own member, unless endpoints are named. */
export function k3sEtcdctl(
  workspace: Workspace,
  server: string,
  words: readonly string[],
  endpoints: readonly string[] = ["https://127.0.0.1:2379"],
): Said {
  return workspace.onHost(server, [
    ...["etcdctl", `--endpoints=${endpoints.join(",")}`, `--cacert=${TLS}/server-ca.crt`],
    ...[`--cert=${TLS}/client.crt`, `--key=${TLS}/client.key`],
    ...words,
  ]);
}

/** The names of a cluster's members, sorted, and its id: another one is another cluster. */
export function k3sEtcd(
  workspace: Workspace,
  server: string,
): { readonly cluster: string; readonly members: readonly string[] } {
  const ask = (...words: readonly string[]) => {
    const { code, out, err } = k3sEtcdctl(workspace, server, [...words, "--write-out=json"]);
    if (code !== 0)
      throw new Error(`${server}: etcdctl ${words.join(" ")} ended with ${code}:\n${err}${out}`);
    return out;
  };
  const { members } = JSON.parse(ask("member", "list")) as {
    readonly members: readonly { readonly name: string }[];
  };
  return {
    // Numbers of 64 bits are none of JavaScript's.
    cluster: /"cluster_id":(\d+)/.exec(ask("endpoint", "status"))?.[1] ?? "",
    members: members.map(({ name }) => name).sort(),
  };
}
