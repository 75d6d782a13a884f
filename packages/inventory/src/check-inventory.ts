import { isIP, isIPv4 } from "node:net";
import { DNS_LABEL, type Place, RESERVED_NAMES } from "@quorate/cluster";
import type { Inventory, InventoryNode } from "./inventory.ts";
import type { Reading } from "./reading.ts";

/** What Nix, then systemd make of in the line that starts k3s: a token with one of them is another one there. */
const CHANGED_ON_THE_WAY = /[\s"'\\$%;]/;

/** What each of the keys by itself does not tell: what they are together, and what k3s takes. */
export function checkInventory(
  reading: Reading,
  inventory: Inventory,
  placeOf: (key: string) => Place,
): void {
  checkToken(reading, inventory, placeOf("join_token"));
  checkAddresses(reading, inventory, placeOf);
  checkShown(reading, inventory);
  checkInitiators(reading, inventory.nodes);
  checkNames(reading, inventory.nodes);
  if (inventory.shape.node.includes("hostname") || inventory.shape.cluster.length > 3) return;
  reading.complain(
    "inventory-name-changed",
    placeOf("nodes"),
    "nk3 gave nodes no host name when inventories had this shape, so they get those that later versions derive",
    "If machines are called something else in the cluster (kubectl get nodes), write those names into machines.ts: a node of another name is another node.",
  );
}

function checkToken(reading: Reading, { joinToken }: Inventory, at: Place): void {
  if (joinToken === "") return;
  const wrong = CHANGED_ON_THE_WAY.test(joinToken)
    ? "the token holds a character that is changed on its way to k3s, so that the servers have another one"
    : joinToken.startsWith("K10") && !/^K10[0-9a-f]{64}::[a-z]+:.+$/.test(joinToken)
      ? "the token begins as a whole one, which has a hash and a user, and is none"
      : undefined;
  if (wrong === undefined) return;
  reading.complain(
    "inventory-token",
    at,
    wrong,
    "Write the one that a server has: what is behind ::server: in its /var/lib/rancher/k3s/server/token.",
  );
}

/** What of an inventory machines.ts holds as it is: the token is not to be among it. */
function checkShown(reading: Reading, { nodes, watchNamespaces, places }: Inventory): void {
  const check = (text: string | undefined, key: string, at: Place | undefined) => {
    if (text === undefined || at === undefined || !reading.secrets.tells(text)) return;
    reading.complain(
      "inventory-token-shown",
      at,
      `${key} holds the text of the join token, and machines.ts will`,
      "Keep that file to yourself; or, once Quorate has deployed the cluster, give it another token: `quorate genCerts <folder> --new-tokens`, then `quorate deploy --all`.",
    );
  };
  for (const { name, interface: card, bootDevice, places: of } of nodes) {
    check(name, "hostname", of.get("hostname"));
    check(card, "interface", of.get("interface"));
    check(bootDevice, "boot_device", of.get("boot_device"));
  }
  for (const one of watchNamespaces) check(one, "watch_namespaces", places.get("watch_namespaces"));
}

function checkAddresses(reading: Reading, inventory: Inventory, placeOf: (key: string) => Place): void {
  const { nodes, joinAddress, defaultGateway } = inventory;
  if (nodes.length === 0 && reading.problems.length === 0) {
    reading.complain("inventory-type", placeOf("nodes"), "there is no node", "Write the nodes by address.");
  }
  for (const { address, place } of nodes) {
    if (isIPv4(address)) continue;
    reading.complain(
      "inventory-address",
      place,
      `${JSON.stringify(address)} is no IPv4 address`,
      "nk3's nodes are known by their IPv4 addresses, such as 172.30.190.3.",
    );
  }
  if (defaultGateway !== undefined && !isIPv4(defaultGateway)) {
    reading.complain(
      "inventory-address",
      placeOf("default_gateway"),
      `the gateway ${JSON.stringify(defaultGateway)} is no IPv4 address`,
      "Write the router's address, such as 172.30.190.1.",
    );
  }
  if (nodes.length === 0 || joinAddress === "" || nodes.some(({ address }) => address === joinAddress))
    return;
  const looksLikeAddress = /^[\d.]+$|:/.test(joinAddress) && isIP(joinAddress) === 0;
  reading.complain(
    looksLikeAddress ? "inventory-address" : "inventory-join-address",
    placeOf("join_address"),
    looksLikeAddress
      ? `${JSON.stringify(joinAddress)} is no address`
      : `servers join ${joinAddress}, which is no node of this inventory`,
    looksLikeAddress
      ? "Write the address of a server, such as 172.30.190.3."
      : "See that this is one cluster's inventory; machines.ts needs no such address, since whom a server joins is asked then.",
  );
}

function checkInitiators(reading: Reading, nodes: readonly InventoryNode[]): void {
  const [first, ...others] = nodes.filter(({ initiator }) => initiator === true);
  for (const { address, place } of others) {
    reading.complain(
      "inventory-initiators",
      place,
      `${address} is an initiator, and so is ${first?.address ?? ""} in line ${first?.place.line ?? 0}`,
      "Each would found a cluster of its own: leave the one that did, or none where the cluster runs.",
    );
  }
}

function checkNames(reading: Reading, nodes: readonly InventoryNode[]): void {
  const taken = new Map<string, InventoryNode>();
  for (const node of nodes) {
    const { name } = node;
    const place = node.places.get("hostname") ?? node.place;
    const before = taken.get(name);
    taken.set(name, before ?? node);
    if (name !== "" && (!DNS_LABEL.test(name) || RESERVED_NAMES.includes(name))) {
      reading.complain(
        "inventory-name",
        place,
        `${JSON.stringify(name)} is no host name that a node can have`,
        "A host name has lower-case letters, digits and hyphens, at most 63 of them.",
      );
    } else if (before !== undefined && name !== "") {
      reading.complain(
        "inventory-name",
        place,
        `the host name ${name} is that of ${before.address} as well, in line ${before.place.line}`,
        "Give each node a name of its own.",
      );
    }
  }
}
