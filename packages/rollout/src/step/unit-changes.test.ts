import { expect, test } from "vitest";
import { unitChanges } from "./unit-changes.ts";

test.each<[string, string, ReturnType<typeof unitChanges>]>([
  ["nothing", "would activate the configuration...\n", { disturbs: [], reloads: [] }],
  [
    "NixOS's words",
    [
      "would stop the following units: etcd.service, kube-apiserver.service",
      "would NOT stop the following changed units: systemd-journal-flush.service",
      "would activate the configuration...",
      "would reload the following units: dbus.service, nftables.service",
      "would restart the following units: containerd.service, etcd.service",
      "would start the following units: etcd.service, kube-apiserver.service",
      "",
    ].join("\n"),
    {
      disturbs: ["containerd.service", "etcd.service", "kube-apiserver.service"],
      reloads: ["dbus.service", "nftables.service"],
    },
  ],
  [
    "what an activation script says between them",
    "would stop the following units: a.service\nsetting up /etc...\nwould activate the configuration...\n",
    { disturbs: ["a.service"], reloads: [] },
  ],
  ["an error", "Could not acquire lock\n", undefined],
  ["no word", "", undefined],
])("reads %s", (_, said, expected) => {
  expect(unitChanges(said)).toEqual(expected);
});
