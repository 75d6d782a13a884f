import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Client, type Credentials, createClient } from "./client.ts";
import { readEmitted } from "./emitted.ts";
import type { Machine } from "./machine.ts";
import { type EtcdUser, type Member, prepareMember } from "./member.ts";
import { startHost, startOperator } from "./network.ts";
import { run } from "./process.ts";

/** A real etcd cluster in a network of its own, from `nix/generated` and the certificates of the hosts. */
export interface Quorum {
  /** The cluster's name. */
  readonly name: string;
  readonly members: readonly Member[];
  /** etcdctl with the operator's own certificate. */
  readonly client: Client;
  /** etcdctl with other credentials, on the operator's machine. */
  readonly clientWith: (credentials: Credentials) => Client;
  /** What the operator shows and trusts. */
  readonly credentials: Credentials;
  /** The certificates' folder. */
  readonly certificates: string;
  /** For a test's own files; removed with the quorum. */
  readonly scratch: string;
  /** Ends every process that was started, and removes what was written. */
  readonly stop: () => Promise<void>;
}

/** Where a quorum is made from. */
export interface QuorumSource {
  /** A `nix/generated` folder. */
  readonly generated: string;
  /** A folder made by genCerts. */
  readonly certificates: string;
}

/** Starts one member for each node that runs etcd, all at once: one alone would wait for the others. */
export async function startQuorum({ generated, certificates }: QuorumSource): Promise<Quorum> {
  const emitted = await readEmitted(generated);
  if (emitted.members.length === 0) throw new Error(`no node in ${generated} runs etcd`);
  const credentials = operatorCredentials(certificates);
  const scratch = mkdtempSync(join(tmpdir(), "quorate-quorum-"));
  const started: { stop: () => Promise<void> }[] = [];
  const stop = async () => {
    await Promise.all(started.map((one) => one.stop()));
    rmSync(scratch, { recursive: true, force: true });
  };
  try {
    const keep = <T extends { stop: () => Promise<void> }>(one: T): T => {
      started.push(one);
      return one;
    };
    const operator: Machine = keep(await startOperator());
    const user = await etcdUser();
    const members: Member[] = [];
    for (const [index, member] of emitted.members.entries()) {
      const machine = keep(await startHost(operator, member, index));
      const folder = join(certificates, "hosts", member.name);
      members.push(
        keep(await prepareMember(member, machine, folder, user, join(scratch, `${member.name}.log`))),
      );
    }
    // As deploy hands it to the hosts of a cold start, once.
    const list = emitted.members.flatMap(({ etcd }) => etcd.initialCluster ?? []).join(",");
    for (const member of members) {
      member.start({ ETCD_INITIAL_CLUSTER: list, ETCD_INITIAL_CLUSTER_STATE: "new" });
    }
    const clientWith = (other: Credentials) => createClient(operator, other);
    const client = clientWith(credentials);
    return { name: emitted.name, members, client, clientWith, credentials, certificates, scratch, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function operatorCredentials(certificates: string): Credentials {
  const file = (name: string) => {
    const path = join(certificates, "operator", name);
    if (!existsSync(path)) throw new Error(`${path} does not exist`);
    return path;
  };
  return {
    ca: file("etcd-ca.crt"),
    pair: { cert: file("etcd-healthcheck-client.crt"), key: file("etcd-healthcheck-client.key") },
  };
}

// Debian's package brings a user for etcd. Elsewhere the one without any rights does as well.
async function etcdUser(): Promise<EtcdUser> {
  const { status, stdout } = await run(["getent", "passwd", "etcd"]);
  const [, , uid, gid] = stdout.split(":");
  return status === 0 ? { uid: Number(uid), gid: Number(gid) } : { uid: 65534, gid: 65534 };
}
