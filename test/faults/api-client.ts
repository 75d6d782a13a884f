import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { StartedLab } from "../lab/started-lab.ts";
import { eventually } from "../lab/workspace.ts";
import { type Answered, readHistory } from "./history.ts";

/** What the client's objects are found by. */
const CLIENTS = "app=rollout-client";

/** What a client is started in. */
type Clients = Pick<StartedLab, "workspace" | "kubernetes">;

/** A client of a cluster's API that writes and reads until it is told to end, with all that it has seen. */
export interface ApiClient {
  readonly end: () => Promise<readonly Answered[]>;
}

/** Starts a client of the API, as the operator's kubeconfig reaches it: behind its VIP, where there is one. */
export async function startApiClient({ workspace, kubernetes }: Clients): Promise<ApiClient> {
  const { folder, program } = workspace;
  const file = join(folder, "client.jsonl");
  rmSync(file, { force: true });
  kubernetes.kubectl("delete", "configmap", `--selector=${CLIENTS}`);
  const kubeconfig = join(folder, "certs/operator/kubeconfig");
  const words = [join(folder, "test/faults/client.mjs"), kubeconfig, file];
  const child: ChildProcess = spawn(
    process.execPath,
    [program, "lab", "run", "--", process.execPath, ...words],
    { cwd: folder, env: { ...process.env, NO_COLOR: "1" }, stdio: ["ignore", "inherit", "pipe"] },
  );
  const history = () => (existsSync(file) ? readHistory(readFileSync(file, "utf8")) : []);
  await eventually("the client has written something", 120, () => history().some(({ ok }) => ok));
  return {
    end: async () => {
      const runs = child.exitCode === null && child.signalCode === null;
      const ended = runs ? once(child, "close") : Promise.resolve();
      child.kill("SIGTERM");
      await ended;
      return history();
    },
  };
}

/** Names of keys that the client's objects have. @throws where nobody answers: nothing is what was lost */
export function writtenKeys({ kubernetes }: Pick<Clients, "kubernetes">): ReadonlySet<string> {
  const objects = kubernetes.mustList<{ readonly data?: object }>("configmaps", `--selector=${CLIENTS}`);
  return new Set(objects.flatMap(({ data }) => Object.keys(data ?? {})));
}
