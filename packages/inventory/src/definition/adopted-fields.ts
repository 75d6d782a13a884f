import { K3S_ADD_ONS } from "@quorate/cluster";
import type { Adoption, DisksAsTheyAre, NodeAdoption } from "../adoption/adoption.ts";
import { call, type Field, field, fields } from "./part.ts";

// Fields that there are, or that say something else, where a cluster runs already.

/** The distribution, as it runs. */
export function distribution(adoption: Adoption | undefined): Field {
  if (adoption === undefined) {
    return field("distribution", call("k3s"), [
      "Its version is to be the minor that the cluster has, then one after another: Kubernetes skips none.",
    ]);
  }
  const { version } = adoption;
  const disable = adoption.disable.filter((name) => K3S_ADD_ONS.some((one) => one === name));
  return field(
    "distribution",
    call(
      "k3s",
      fields(
        ...(version.kind === "ours" ? [field("version", version.minor)] : []),
        field("authorities", "adopted", [
          "k3s has made them itself. Their keys are on the servers alone, and nothing of ours is put over them.",
        ]),
        ...(Object.keys(adoption.snapshots).length === 0
          ? []
          : [
              field(
                "snapshots",
                fields(...Object.entries(adoption.snapshots).map(([name, value]) => field(name, value))),
              ),
            ]),
        field("disable", disable, ["What is left out here and runs is removed from the cluster."]),
      ),
    ),
    version.kind === "ours"
      ? []
      : [`The cluster runs ${version.runs}, which there is none of here: bring it to a minor that there is.`],
  );
}

/** The API's port, where it is another than k3s' own, and what else it is called. */
export function apiAsItIs(adoption: Adoption | undefined): readonly Field[] {
  if (adoption === undefined) return [];
  const { port, sans } = adoption;
  return [
    ...(port === 6443 ? [] : [field("port", port)]),
    ...(sans.length === 0 ? [] : [field("extraSans", sans)]),
  ];
}

/** What k3s is on a machine, and is told there alone. */
export function roleAsItIs(adopted: NodeAdoption | undefined): readonly Field[] {
  if (adopted === undefined) return [field("services", [...SERVER])];
  const { role, schedulable, labels, taints, extraFlags } = adopted;
  return [
    field("services", role === "agent" ? ["worker"] : [...SERVER]),
    ...(schedulable === undefined
      ? []
      : [
          field("schedulable", schedulable, [
            "As it is: with agents beside it a server would have no ordinary pods.",
          ]),
        ]),
    ...(Object.keys(labels).length === 0
      ? []
      : [field("labels", fields(...Object.entries(labels).map(([key, value]) => field(key, value))))]),
    ...(taints.length === 0
      ? []
      : [
          field(
            "taints",
            taints.map(({ key, value, effect }) =>
              fields(
                field("key", key),
                ...(value === undefined ? [] : [field("value", value)]),
                field("effect", effect),
              ),
            ),
          ),
        ]),
    ...(extraFlags.length === 0
      ? []
      : [
          field(
            "nixos",
            fields(field("services", fields(field("k3s", fields(field("extraFlags", extraFlags)))))),
            ["What else k3s is started with there."],
          ),
        ]),
  ];
}

const SERVER = ["kubernetes", "etcd"] as const;

/** What else a cluster's networks keep. */
export function networkAsItIs({ domain, backend }: Adoption): readonly Field[] {
  return [
    ...(domain === "cluster.local" ? [] : [field("domain", domain)]),
    field("cni", backend === "none" ? call("noCni") : call("flannel", fields(field("backend", backend)))),
  ];
}

/** Who may log in, so that nobody is locked out: users of a machine are those of its configuration alone. */
export function keysAsTheyAre({ rootKeys }: Adoption): readonly Field[] {
  return rootKeys.length === 0
    ? []
    : [
        field(
          "ssh",
          fields(field("authorizedKeys", rootKeys, ["Whoever may log in as root on any of the machines."])),
        ),
      ];
}

/** Ports that pods and Services are reached by from outside: the firewall is on here. */
export function openPorts(adoption: Adoption | undefined): readonly Field[] {
  if (adoption === undefined || adoption.tcp.length + adoption.udp.length === 0) return [];
  const firewall = fields(
    ...(adoption.tcp.length === 0 ? [] : [field("allowedTCPPorts", adoption.tcp)]),
    ...(adoption.udp.length === 0 ? [] : [field("allowedUDPPorts", adoption.udp)]),
  );
  return [
    field("networking", fields(field("firewall", firewall)), [
      "Node ports and host ports of what runs: nk3 has no firewall, and there is one here.",
    ]),
  ];
}

/** The disks as somebody has made them, in the place of those that Quorate makes when it installs a machine. */
export function disksAsTheyAre({ fileSystems, swap, grub }: DisksAsTheyAre): Field {
  const mounts = fileSystems.map(({ target, source, type, options }) =>
    field(
      target,
      fields(
        field("device", source),
        field("fsType", type),
        ...(options.length === 0 ? [] : [field("options", options)]),
      ),
    ),
  );
  return field(
    "nixosUnchecked",
    fields(
      field("disko.enableConfig", false),
      field("fileSystems", fields(...mounts)),
      ...(swap.length === 0
        ? []
        : [
            field(
              "swapDevices",
              swap.map((device) => fields(field("device", device))),
            ),
          ]),
      ...(grub === undefined ? [] : [field("boot.loader.grub.devices", [grub])]),
    ),
    ["Its disks as they are. A machine that is installed anew gets others: remove these lines then."],
  );
}
