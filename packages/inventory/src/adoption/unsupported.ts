import { FLANNEL_BACKENDS } from "@quorate/cluster";
import { type InventoryProblem, problem } from "../problem-kind.ts";
import { agreedValue } from "./agreed-flags.ts";
import type { ToldRunning } from "./agreement.ts";
import { isOn } from "./k3s-flags.ts";

const OTHER_CLUSTER = "Such a cluster is not taken over: set up another one, and move what runs on it.";

/** What takes a part of a server away, or puts it elsewhere. */
const APART = [
  ...["cluster-reset", "disable-agent", "disable-apiserver", "disable-controller-manager", "disable-etcd"],
  ...["disable-scheduler", "docker", "rootless", "with-node-id"],
];

/** What says the same as a flag, by a variable that nothing else of it is known of. */
const VARIABLES = ["K3S_CONFIG_FILE", "K3S_DATASTORE_ENDPOINT", "K3S_DATA_DIR", "K3S_NODE_NAME"];

/** What a machine's k3s has that Quorate's has not, and that can't be left out. */
export function notTakenOver(told: ToldRunning): readonly InventoryProblem[] {
  const { node, k3s } = told;
  const { flags, role } = k3s;
  const refuse = (what: string, hint = OTHER_CLUSTER) =>
    problem("adoption-unsupported", node.place, `${node.address}: ${what}`, hint);
  const backend = agreedValue(flags, "flannel-backend");
  const folder = flags.get("data-dir")?.[0] ?? USUAL_FOLDER;
  const address = flags.get("node-ip")?.join(",") ?? node.address;
  return [
    ...(role === undefined
      ? [
          refuse(
            "how its k3s is started tells neither a server nor an agent",
            "ExecStart of k3s.service has to be k3s itself: `k3s server …` or `k3s agent …`. What a script of its own says nobody knows here.",
          ),
        ]
      : []),
    ...k3s.unread.map((file) =>
      refuse(
        `its configuration ${file} can't be read here, and nobody knows what it says`,
        "Write it as YAML, each key at the beginning of a line of its own. If Quorate has deployed this machine already, machines.ts describes it, and there is nothing to import.",
      ),
    ),
    ...(k3s.data === "sqlite" ? [refuse("its data is in SQLite, and not in etcd")] : []),
    ...(flags.has("datastore-endpoint")
      ? [refuse("its data is in a database of its own (--datastore-endpoint)")]
      : []),
    ...([...FLANNEL_BACKENDS, "none"].some((one) => one === backend)
      ? []
      : [refuse(`flannel's backend ${backend} is none that there is here`)]),
    ...APART.filter((name) => isOn(flags, name)).map((name) =>
      refuse(`it is started with --${name}, which Quorate's k3s is never`),
    ),
    ...VARIABLES.filter((name) => k3s.variables.includes(name)).map((name) =>
      refuse(
        `its k3s is told something by ${name}, a variable of its unit`,
        "Say the same by a flag, so that it can be seen here, and import again.",
      ),
    ),
    ...(folder.replace(/\/+$/, "") === USUAL_FOLDER
      ? []
      : [refuse(`its data is in ${folder} (--data-dir), and Quorate's k3s has it in ${USUAL_FOLDER}`)]),
    ...(address === node.address
      ? []
      : [
          refuse(
            `its k3s has the address ${address} (--node-ip), and the inventory ${node.address}`,
            "A node's own address is what the cluster knows it by: write that one into the inventory.",
          ),
        ]),
  ];
}

const USUAL_FOLDER = "/var/lib/rancher/k3s";
