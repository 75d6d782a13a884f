import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** machines.ts of one node, the smallest that is one. */
export const ONE_NODE = `import { arp, defineCluster, node } from "@quorate/cluster";

export default defineCluster({
  name: "one",
  kubeMaster: { ip: "192.0.2.100", loadBalancer: arp() },
  network: { subnet: "192.0.2.0/24", gateway: "192.0.2.1", nameservers: ["192.0.2.1"] },
  machines: {
    one: node({ ip: "192.0.2.11", interface: "eth0", disk: "/dev/nvme0n1", services: ["kubernetes", "etcd"] }),
  },
});
`;

/** A folder with a machines.ts, that is gone after the test. */
export function clusterFolder(machines: string = ONE_NODE): string {
  const folder = mkdtempSync(join(tmpdir(), "quorate-app-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "machines.ts"), machines);
  return folder;
}
