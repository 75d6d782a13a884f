import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { completeInventory, printMachines, readInventory } from "../index.ts";
import { INVENTORIES } from "../testing/inventories.ts";

const latest = INVENTORIES["2025-01-15"] ?? "";
const TOKEN = "tok-5f2c-9ae1";
/** A line of a private key's PEM; in parts, so that no search for keys finds one here. */
const pem = (side: "BEGIN" | "END") => ["-----", side, " PRIVATE ", "KEY-----"].join("");

/** An inventory with lines of a node's own, and others above all. */
function withLines({ node = "", top = "", token = TOKEN }): string {
  return latest
    .replace("join_token: abc", `join_token: ${token}`)
    .replace("    hostname: one\n", `    hostname: one\n${node}`)
    .replace("---\n", `---\n${top}`);
}

function machinesOf(text: string): string {
  const inventory = readInventory("inventory.yaml", new TextEncoder().encode(text));
  if (!inventory.ok) throw new Error(JSON.stringify(inventory.problems));
  const complete = completeInventory(inventory.value, {
    name: "nk3",
    interface: { all: "eno1", of: new Map() },
    disk: { all: "/dev/nvme0n1", of: new Map() },
    gateway: "172.30.190.1",
  });
  if (!complete.ok) throw new Error(JSON.stringify(complete.problems));
  return printMachines(complete.value, "certs/imported/k3s-token");
}

/** Lines of a node, in which every HUNTER is a secret. */
const SECRET_LINES: readonly (readonly [title: string, lines: string, kept?: string])[] = [
  ["a name inside of a map", "    ipmi: {user: operator, password: HUNTER1}\n", "user: operator"],
  [
    "the same in lines",
    "    ipmi:\n      user: operator\n      password: HUNTER1\n      port: 623\n",
    "port: 623",
  ],
  ["a map by that name", "    secrets:\n      db: HUNTER1\n      web: [HUNTER2]\n    row: 9\n", "row: 9"],
  ["a list of maps", "    users:\n      - name: operator\n        pwd: HUNTER1\n", "name: operator"],
  ["a name that is a value", "    env: [{name: DB_PASSWORD, value: HUNTER1}]\n", "DB_PASSWORD"],
  ["an argument", "    flags: [--token=HUNTER1]\n"],
  ["an argument in two parts", "    flags: [--token, HUNTER1, --v=2]\n", "--v=2"],
  ["wifi_psk", "    wifi_psk: HUNTER1\n"],
  ["pin", "    pin: 'HUNTER1'\n"],
  ["auth", "    auth: HUNTER1\n"],
  ["snmp_community", "    snmp_community: HUNTER1\n"],
  ["private", "    private: HUNTER1\n"],
  ["luks", "    luks: {slot: HUNTER1}\n"],
  ["a key as PEM", `    cert: |\n      ${pem("BEGIN")}\n      HUNTER1\n      ${pem("END")}\n`],
  ["an address with a password", "    mirror: https://u:HUNTER1@h/\n"],
  ["a comment", "    # root password is HUNTER1\n"],
  ["a comment beside a key", "    row: 9 # pin HUNTER1\n", "row: 9"],
  ["a comment beside a secret", "    ipmi_password: x # was HUNTER1\n"],
  ["a comment inside of a variable", "    rack2:\n      # password: HUNTER1\n      row: 8\n", "row: 8"],
  ["a comment inside of a list", "    list: [a, # token HUNTER1\n      b]\n", "b]"],
  ["a comment at a block", "    text: | # pwd HUNTER1\n      line\n", "line"],
  ["a key commented out", `    # ${pem("BEGIN")}\n    # HUNTER1\n    # ${pem("END")}\n`],
  ["what a secret's name is an alias of", "    other: &p HUNTER1\n    password: *p\n"],
  [
    "the same text elsewhere",
    "    ipmi_password: HUNTER1\n    label: was HUNTER1\n    # HUNTER1\n",
    "label: was (not shown)",
  ],
  ["a key with such a text", "    https://u:HUNTER1@h/: x\n"],
];

describe("machines.ts has nothing of what may be a secret", () => {
  it.each(SECRET_LINES.map(([title, node, kept]) => ({ title, node, kept })))(
    "$title",
    ({ node, kept = "" }) => {
      const printed = machinesOf(withLines({ node }));
      expect(printed).not.toContain("HUNTER");
      expect(printed).toContain(kept);
      if (!node.includes("https")) expect(printed).toMatch(/line (?:9|1[0-4]) may hold a secret/);
    },
  );

  it.each(
    [
      "# join_token: old-HUNTER1\n",
      "# before: 7f909ce8-cae1-439a-86b3-da87b7ee9f55\n",
      `# before: ${"0a1b2c3d".repeat(4)}\n`,
      "# Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MA==\n",
    ].map((top) => [top]),
  )("nor of one above all: %s", (top) => {
    const printed = machinesOf(withLines({ top }));
    expect(printed).toContain("// (a comment was left out: line 2 may hold a secret)");
    expect(printed).not.toContain(top.split(" ").at(-1)?.trim() ?? top);
  });

  it("but all else that people wrote", () => {
    const node =
      "    # d752cf78-d889-5bd9-8dd4-2bb7eeb898f4 before\n    serial: S7KHNJ0W # on the lid\n    ssh_key: ssh-ed25519 AAAAC3Nz me\n";
    const printed = machinesOf(withLines({ node, top: "# The cupboard's cluster.\n" }));
    for (const words of [
      "d752cf78-d889-5bd9-8dd4-2bb7eeb898f4 before",
      "S7KHNJ0W",
      "on the lid",
      "ssh-ed25519 AAAAC3Nz me",
      "The cupboard's cluster.",
    ]) {
      expect(printed).toContain(words);
    }
  });
});

describe("the join token", () => {
  it.each<[title: string, lines: { node?: string; top?: string; token?: string }, text: string]>([
    ["is in no variable", { node: `    unit: ${TOKEN}\n    units: [a-${TOKEN}-b]\n` }, TOKEN],
    ["is in no comment", { top: `# it was ${TOKEN}.\n` }, TOKEN],
    ["is in no name", { node: `    ${TOKEN}: x\n` }, TOKEN],
    ["is not what an alias stands for", { token: `&t ${TOKEN}`, node: "    unit: *t\n" }, TOKEN],
    ["is in none as it was written", { token: "0777123", node: "    unit: '0777123'\n" }, "0777123"],
    ["is in none as it is", { token: "0777123", node: "    unit: 261715\n" }, "261715"],
    ["is in none where it is short", { token: "q7", node: "    unit: q7\n" }, "q7"],
    [
      "has its end in none",
      { token: `K10${"a".repeat(64)}::server:end-of-it`, node: "    unit: end-of-it\n" },
      "end-of-it",
    ],
  ])("%s", (_, lines, text) => {
    const printed = machinesOf(withLines(lines));
    expect(printed).not.toContain(text);
    expect(printed).toContain("(");
  });

  // Shorter ones are words, and stay inside of others.
  it("is in none, whatever it is and wherever it is written", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^Q[a-z]{0,3}\d{5,20}$/),
        fc.stringMatching(/^[a-z .-]{0,8}$/),
        (token, around) => {
          const node = `    one: '${around}${token}${around}'\n    two: {three: '${token}'} # ${around}${token}\n`;
          const printed = machinesOf(withLines({ token, node, top: `# ${token}${around}\n` }));
          expect(printed).not.toContain(token);
        },
      ),
      { numRuns: 15 },
    );
  });

  it("is told of where a name is its text, which machines.ts can't do without", () => {
    const text = withLines({ token: "one" });
    const result = readInventory("inventory.yaml", new TextEncoder().encode(text));
    expect(result.ok && result.warnings?.map(({ code, line }) => [code, line])).toContainEqual([
      "inventory-token-shown",
      8,
    ]);
    expect(result.ok && result.warnings?.map(({ hint }) => hint).join("\n")).toMatch(
      /genCerts <folder> --new-tokens/,
    );
  });
});
