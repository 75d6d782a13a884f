import { StartedLab } from "./started-lab.ts";

/** The README's servers, by the names that nk3 makes of their addresses. */
const SERVERS = [
  { name: "d752cf78-d889-5bd9-8dd4-2bb7eeb898f4", address: "172.30.190.198", card: "enp3s0f0" },
  { name: "538f6fb5-5666-5387-9faf-fdea7aa309f7", address: "172.30.190.137", card: "enp3s0f0" },
  { name: "933fa9c8-51d7-5477-8163-5890a80109bd", address: "172.30.190.167", card: "enp4s0f0" },
] as const;
/** Their names. */
export const NAMES = SERVERS.map(({ name }) => name);
/** The same, sorted. */
export const SORTED = NAMES.toSorted();
/** Its initiator. */
export const [FIRST] = SERVERS;
/** The one that differs. */
export const CHANGED = SERVERS[1];
const DISK = "/dev/nvme0n1";

/** The README's inventory. */
function inventory({ initiator = FIRST.address as string, disk = DISK } = {}): string {
  const entry = ({ address, card }: (typeof SERVERS)[number]) => `    ${address}:
      initiator: ${address === initiator}
      interface: ${card}
      boot_device: ${address === CHANGED.address ? disk : DISK}
`;
  return `---
cluster:
  join_address: ${FIRST.address}
  join_token: 2f909ce8-cae1-439a-86b3-da87b7ee9f55
  default_gateway: 172.30.190.1
  nodes:
${SERVERS.map(entry).join("")}`;
}

/** What differs from the machines.ts that was imported. */
interface Differences {
  readonly health?: string;
  /** Further fields of each node, by its name. */
  readonly own?: Readonly<Record<string, string>>;
  readonly authorities?: "adopted";
}

/** How commands are told of it. */
export const INVENTORY = ["--inventory", "inventory.yaml"] as const;

/** A lab that an inventory of nk3's describes, and later the machines.ts that it was imported to. */
export class InventoryLab extends StartedLab {
  #imported = "";

  /** Bare hosts for the inventory, which is all that there is. */
  start(): void {
    const workspace = this.takeWorkspace("");
    workspace.must("rm", ["machines.ts"]);
    workspace.write("inventory.yaml", inventory());
    this.generate();
    workspace.mustQuorate("genCerts", "certs", ...INVENTORY);
    // What is asked of the lab needs no word of the inventory.
    this.import();
    workspace.mustQuorate("lab", "up");
  }

  /** The inventory changes, and what is generated from it. @returns what `generate` says */
  write(differences: Parameters<typeof inventory>[0]): string {
    this.workspace.write("inventory.yaml", inventory(differences));
    return this.generate();
  }

  /** What is generated from the inventory. @returns what `generate` says */
  generate(): string {
    const said = this.workspace.mustQuorate("generate", ...INVENTORY);
    this.workspace.must("git", ["add", "--all"]);
    return said;
  }

  /** machines.ts, as it is made of the inventory. */
  import(): void {
    this.workspace.mustQuorate("importInventory", "inventory.yaml", "--yes");
    this.#imported = this.workspace.read("machines.ts");
  }

  /** The machines.ts that was imported changes. */
  change({ health = "", own = {}, authorities }: Differences): void {
    const edit = (text: string, old: string, becomes: string) => {
      if (!text.includes(old)) throw new Error(`machines.ts has no ${old}`);
      return text.replace(old, becomes);
    };
    let text = edit(this.#imported, "machines: {", `${health}\n  machines: {`);
    if (authorities !== undefined) text = edit(text, "k3s()", `k3s({ authorities: "${authorities}" })`);
    for (const { name, address } of SERVERS)
      text = edit(text, `ip: "${address}",`, `ip: "${address}",\n      ${own[name] ?? ""}`);
    this.workspace.write("machines.ts", text);
    this.workspace.generate();
  }
}
