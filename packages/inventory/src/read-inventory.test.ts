import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { INVENTORY_PROBLEMS, type InventoryProblemCode, readInventory } from "./index.ts";
import { INVENTORIES } from "./testing/inventories.ts";

/** Reads a text, or bytes. */
function read(text: string | Uint8Array) {
  return readInventory("inventory.yaml", typeof text === "string" ? new TextEncoder().encode(text) : text);
}

function inventoryOf(text: string | Uint8Array) {
  const result = read(text);
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join("\n"));
  return result.value;
}

const seed = INVENTORIES["2024-06-16"] ?? "";

describe("every shape", () => {
  it.each(Object.entries(INVENTORIES))("of %s is told from the others, and read", (since, text) => {
    const inventory = inventoryOf(text);
    expect(inventory.shape.since).toBe(since);
    expect(inventory.joinAddress).toBe("172.30.190.198");
    expect(inventory.nodes[0]?.address).toBe("172.30.190.198");
  });

  it("gives what it says", () => {
    expect(inventoryOf(seed)).toMatchObject({
      joinToken: "2f909ce8-cae1-439a-86b3-da87b7ee9f55",
      defaultGateway: "172.30.190.1",
      nixChannel: undefined,
      nodes: [
        { initiator: true, interface: "enp3s0f0", bootDevice: "/dev/nvme0n1" },
        { initiator: false, interface: "enp3s0f0" },
        { initiator: false, interface: "enp4s0f0" },
      ],
    });
    expect(inventoryOf(INVENTORIES["2024-07-06"] ?? "")).toMatchObject({
      nixChannel: "nixos-24.11",
      watchNamespaces: ["default", "rook-ceph"],
      notes: ["The cupboard's cluster."],
      nodes: [{ notes: ["The one with the loud fan."] }, { notes: ["the small one"] }, { notes: [] }],
    });
  });

  it("has anchors and merge keys followed, by which a node's own keys are not replaced", () => {
    const { nodes, joinToken } = inventoryOf(INVENTORIES["2024-06-22"] ?? "");
    expect(joinToken).toBe("0123");
    expect(nodes.map((node) => [node.interface, node.bootDevice])).toEqual([
      ["enp3s0f0", "/dev/nvme0n1"],
      ["enp3s0f0", "/dev/nvme0n1"],
      ["enp4s0f0", "/dev/nvme0n1"],
    ]);
  });

  it("keeps what only the user's own template knows, where keys are free", () => {
    const [one, two, three] = inventoryOf(INVENTORIES["2025-01-15"] ?? "").nodes;
    expect(one).toMatchObject({ name: "one", interface: "eno1", initiator: undefined });
    expect(one?.variables).toEqual([
      { key: "initiator", text: " maybe" },
      { key: "bmc_password", text: " (left out: line 12 may hold a secret)" },
      { key: "disks", text: " [/dev/sdb, /dev/sdc]" },
      { key: "rack", text: "\n  row: 3\n  unit: 7" },
    ]);
    expect([two?.name, three?.name]).toEqual(["two", "three"]);
  });
});

it("derives host names as nk3 does", () => {
  expect(inventoryOf(seed).nodes.map(({ address, name }) => [address, name])).toEqual([
    ["172.30.190.198", "d752cf78-d889-5bd9-8dd4-2bb7eeb898f4"],
    ["172.30.190.137", "538f6fb5-5666-5387-9faf-fdea7aa309f7"],
    ["172.30.190.167", "933fa9c8-51d7-5477-8163-5890a80109bd"],
  ]);
  const sample = seed
    .replaceAll("190.198", "190.3")
    .replaceAll("190.137", "190.4")
    .replaceAll("190.167", "190.5");
  expect(inventoryOf(sample).nodes.map(({ name }) => name)).toEqual([
    "d6c27852-4d1c-5830-8e94-40b76fa2b5ec",
    "a9bcde5e-240d-54ad-8590-d8e18b7ee42f",
    "b0d1dcf2-588a-5740-b321-5c9ca8d6b9b0",
  ]);
});

describe("a token is what nk3 put into the nodes' configuration", () => {
  it.each([
    ["2f909ce8-cae1-439a-86b3-da87b7ee9f55", "2f909ce8-cae1-439a-86b3-da87b7ee9f55"],
    ['"0123"', "0123"],
    ["0123", "83"],
    // What has an 8 or a 9 is no octal number, and so a text.
    ["0912345678", "0912345678"],
    ["01:30", "01:30"],
    ["-.5", "-.5"],
    ["1:30", "90"],
    ["0x1F", "31"],
    ["1_000", "1000"],
    ["123456789012345678901234567890", "123456789012345678901234567890"],
    ["yes", "True"],
    ["y", "y"],
    ["1e3", "1e3"],
    ["2024-01-01", "2024-01-01"],
    ["!!str 12", "12"],
  ])("%s is %s", (written, token) => {
    expect(inventoryOf(seed.replace(/join_token: .*/, `join_token: ${written}`)).joinToken).toBe(token);
  });
});

it("tells which text nk3 made of a number with a fraction", () => {
  const result = read(seed.replace(/join_token: .*/, "join_token: 1.0e+3"));
  expect(result.ok ? [] : result.problems.map(({ hint }) => hint)).toEqual([
    'Write the text that nk3 put into the configuration, in quotes: "1000.0".',
  ]);
});

it("has a host name of digits as it is written", () => {
  const text = (INVENTORIES["2025-01-15"] ?? "").replace(": one", ": 09");
  expect(inventoryOf(text).nodes[0]?.name).toBe("09");
});

describe("encodings", () => {
  it("of YAML 1.1 are all read, with a byte-order mark and without", () => {
    const utf16le = Buffer.from(`\ufeff${seed}`, "utf16le");
    const utf16be = Buffer.from(utf16le).swap16();
    for (const bytes of [
      Buffer.from(`\ufeff${seed}`),
      utf16le,
      utf16be,
      Buffer.from(seed.replaceAll("\n", "\r\n")),
    ]) {
      expect(inventoryOf(bytes).nodes).toHaveLength(3);
    }
  });
});

/** What a text is refused for: code, line and column of each, in their order. */
const WRONG: readonly (readonly [
  title: string,
  text: string | Uint8Array,
  ...says: readonly (readonly [InventoryProblemCode, number, number, RegExp?])[],
])[] = [
  ["nothing", "", ["inventory-type", 1, 1, /empty/]],
  ["a comment alone", "# none\n", ["inventory-type", 1, 1]],
  ["a list", "- a\n- b\n", ["inventory-type", 1, 1, /no set of keys/]],
  ["a text", "inventory\n", ["inventory-type", 1, 1]],
  ["a tab", "cluster:\n\tjoin_address: x\n", ["inventory-syntax", 2, 1, /[Tt]ab/]],
  ["tabs, once", "cluster:\n\ta: 1\n\tb: 2\n\tc: 3\n", ["inventory-syntax", 2, 1, /[Tt]ab/]],
  ["UTF-16 without a mark", Buffer.from("a: 1\n", "utf16le"), ["inventory-encoding", 1, 1, /UTF-16/]],
  ["a quote that does not end", "cluster: 'x\n", ["inventory-syntax", 2, 1]],
  [
    "brackets that do not end",
    seed.replace(/ nodes:[\s\S]*/, " nodes: {a: {b: c"),
    ["inventory-syntax", 6, 19, /: Flow map must end with a }$/],
  ],
  ["two documents", `${seed}---\n${seed}`, ["inventory-syntax", 19, 1, /another document/]],
  ["another version of YAML", `%YAML 1.2\n${seed}`, ["inventory-syntax", 1, 1, /1\.2/]],
  ["a tag of somebody's", seed.replace("172.30.190.1\n", "!vault x\n"), ["inventory-syntax", 5, 20, /vault/]],
  ["an alias of nothing", seed.replace("initiator: true", "<<: *base"), ["inventory-alias", 8, 11, /base/]],
  ["an alias inside of itself", "cluster: &c\n  nodes: *c\n", ["inventory-alias", 2, 10]],
  ["too deep", `a: ${"[".repeat(30_000)}`, ["inventory-too-large", 1, 43]],
  ["Latin-1", Buffer.from("a: 1\nb: \xfc\n", "latin1"), ["inventory-encoding", 2, 4, /UTF-8/]],
  [
    "half of a UTF-16",
    Buffer.from([0xff, 0xfe, 0x61, 0x00, 0x00, 0xd8]),
    ["inventory-encoding", 1, 2, /UTF-16/],
  ],
  ["a control character", "a: 1\nb: \u0007\n", ["inventory-encoding", 2, 4, /U\+0007/]],
  [
    "a key twice",
    seed.replace("  nodes:", "  join_token: other\n  nodes:"),
    ["inventory-key-duplicate", 6, 3, /line 4/],
  ],
  [
    "an address twice",
    seed.replace("172.30.190.137", "172.30.190.198"),
    ["inventory-key-duplicate", 11, 5, /line 7/],
  ],
  [
    "a misspelt key",
    seed.replace("join_address", "join_adress"),
    ["inventory-key-missing", 2, 1],
    ["inventory-key-unknown", 3, 3],
  ],
  [
    "a misspelt key of a node",
    seed.replace("boot_device", "boot_devise"),
    ["inventory-key-missing", 7, 5],
    ["inventory-key-unknown", 10, 7],
  ],
  ["a key beside cluster", `${seed}nodes: {}\n`, ["inventory-key-unknown", 19, 1]],
  ["a key too many", seed.replace("  nodes:", "  vip: 1.2.3.4\n  nodes:"), ["inventory-key-unknown", 6, 3]],
  ["a key without a value", seed.replace("172.30.190.1\n", "\n"), ["inventory-type", 5, 20, /nothing/]],
  ["a node without keys", `${seed}    172.30.190.9:\n`, ["inventory-type", 19, 18]],
  ["a boolean in quotes", seed.replace("initiator: true", 'initiator: "true"'), ["inventory-type", 8, 18]],
  ["a list for a text", seed.replace("172.30.190.1\n", "[172.30.190.1]\n"), ["inventory-type", 5, 20]],
  ["a number with a fraction", seed.replace(/join_token: .*/, "join_token: 1.50"), ["inventory-type", 4, 15]],
  [
    "no list of namespaces",
    (INVENTORIES["2025-01-15"] ?? "").replace("[]", "default"),
    ["inventory-type", 5, 19],
  ],
  [
    "a namespace that is none",
    (INVENTORIES["2025-01-15"] ?? "").replace("[]", "[a, 3]"),
    ["inventory-type", 5, 23, /"watch_namespaces" is a list of namespaces, and this is no text/],
  ],
  [
    "no nodes",
    "cluster:\n  join_address: a\n  join_token: b\n  nodes: {}\n",
    ["inventory-type", 4, 10, /no node/],
  ],
  ["a wrong address", seed.replace("190.137", "190.337"), ["inventory-address", 11, 5]],
  ["a name for an address", seed.replace("172.30.190.137", "node2"), ["inventory-address", 11, 5]],
  ["IPv6", seed.replace("172.30.190.137", '"fd00::1"'), ["inventory-address", 11, 5]],
  ["a wrong gateway", seed.replace("172.30.190.1\n", "172.30.190.256\n"), ["inventory-address", 5, 20]],
  ["a wrong join address", seed.replace("172.30.190.198", "172.30.190"), ["inventory-address", 3, 17]],
  [
    "two initiators",
    seed.replace("initiator: false", "initiator: on"),
    ["inventory-initiators", 11, 5, /line 7/],
  ],
  ["a token with a space", seed.replace(/join_token: .*/, "join_token: a b"), ["inventory-token", 4, 15]],
  ["half of a whole token", seed.replace(/join_token: .*/, "join_token: K10abc"), ["inventory-token", 4, 15]],
  [
    "a host name that is none",
    (INVENTORIES["2025-01-15"] ?? "").replace(": two", ": a_b"),
    ["inventory-name", 18, 15],
  ],
  [
    "a host name twice",
    (INVENTORIES["2025-01-15"] ?? "").replace(": two", ": ONE"),
    ["inventory-name", 18, 15, /line 7/],
  ],
  [
    "several at once, in the order of the lines",
    seed.replace("172.30.190.1\n", "x\n").replace("initiator: false", "initiator: 7"),
    ["inventory-address", 5, 20],
    ["inventory-type", 12, 18],
  ],
];

describe("what is refused, with its line and column", () => {
  it.each(WRONG.map(([title, text, ...says]) => ({ title, text, says })))("$title", ({ text, says }) => {
    const result = read(text);
    if (result.ok) throw new Error("it was read");
    const errors = result.problems.filter(({ severity }) => severity === "error");
    expect(errors.map(({ code, line, column }) => [code, line, column])).toEqual(
      says.map(([code, line, column]) => [code, line, column]),
    );
    says.forEach(([, , , words], index) => {
      if (words !== undefined) expect(errors[index]?.message).toMatch(words);
    });
  });

  it("is all that there is to be refused, and each at its place", () => {
    const told = new Set(WRONG.flatMap(([, , ...says]) => says.map(([code]) => code)));
    const elsewhere: readonly InventoryProblemCode[] = [
      "inventory-join-address",
      "inventory-token-shown",
      "inventory-name-changed",
      "inventory-incomplete",
      "inventory-answer-unused",
    ];
    // What machines tell is another table's (adoption/adopt.test.ts).
    const all = (Object.keys(INVENTORY_PROBLEMS) as InventoryProblemCode[]).filter(
      (code) => !code.startsWith("adoption-"),
    );
    expect(all.filter((code) => !told.has(code) && !elsewhere.includes(code))).toEqual([]);
  });
});

describe("suggests what a misspelt key was meant to be, of whichever shape it is", () => {
  const flat = INVENTORIES["2024-06-29"] ?? "";
  const latest = INVENTORIES["2025-01-15"] ?? "";
  it.each<[string, string, string]>([
    ["of its own", seed.replace("boot_device", "boot_devise"), 'Did you mean "boot_device"?'],
    [
      "of a later one",
      flat.replace("nodes:", "watch_namespace: [a]\nnodes:"),
      'Did you mean "watch_namespaces"? Inventories have it since 2024-07-06.',
    ],
    [
      "of an earlier one",
      flat.replace("nodes:", "default_gatway: 10.0.0.1\nnodes:"),
      'Did you mean "default_gateway"? Inventories have it from 2024-06-16 until 2024-06-28, below `cluster`.',
    ],
    [
      "of a node's in an earlier one",
      flat.replace("    boot_device", "    interfaces: eno1\n    boot_device"),
      'Did you mean "interface"? Inventories have it from 2024-06-16 until 2024-06-28, below `cluster`.',
    ],
    [
      "spelt rightly, in another place",
      seed.replace("  nodes:", "  watch_namespaces: [a]\n  nodes:"),
      "Remove it, or make a comment of it: inventories have it since 2024-07-06, without `cluster` around it.",
    ],
    [
      "the one around all others",
      seed.replace("cluster:", "cluser:"),
      'Did you mean "cluster"? Inventories have it until 2024-06-29, with all others below it.',
    ],
    [
      "beside the one around all others",
      `${seed}node: {}\n`,
      'Did you mean "nodes"? Inventories have it below `cluster` where that is there.',
    ],
    [
      "that is missing",
      latest.replace("hostname: two", "host_name: two"),
      'Is it "host_name" that was meant to be "hostname"?',
    ],
    [
      "of none",
      flat.replace("nodes:", "vip: 1.2.3.4\nnodes:"),
      "Remove it, or make a comment of it: the cluster has join_address, join_token, nix_channel, nodes.",
    ],
  ])("%s", (_, text, hint) => {
    const result = read(text);
    expect(result.ok ? [] : result.problems.map((one) => one.hint)).toContain(hint);
  });
});

it.each(["*HUNTER", "!HUNTER x", "!HUNTER{"])(
  "repeats nothing of a token that can't be read: %s",
  (written) => {
    const result = read(seed.replace(/join_token: .*/, `join_token: ${written}`));
    expect(result.ok ? [] : result.problems.map(({ line }) => line)).toContain(4);
    expect(JSON.stringify(result)).not.toContain("HUNTER");
  },
);

it("takes brackets that end in the column of their key, as PyYAML does", () => {
  const text = (INVENTORIES["2024-06-29"] ?? "").replace(
    /nodes:[\s\S]*/,
    "nodes: {\n  172.30.190.198: {initiator: no, boot_device: /dev/sda}\n}\n",
  );
  expect(inventoryOf(text).nodes.map(({ bootDevice }) => bootDevice)).toEqual(["/dev/sda"]);
  // And less deep than that, with the places of what is in there.
  expect(inventoryOf(text.replace("  172.", "172.")).nodes[0]?.place).toMatchObject({ line: 6, column: 1 });
  const seed198 = seed.replace(
    /nodes:[\s\S]*/,
    'nodes: {\n172.30.190.198: {initiator: no,\ninterface: e,boot_device: "/dev/\\\nsda"}}\n',
  );
  const [node] = inventoryOf(seed198).nodes;
  expect(node).toMatchObject({ interface: "e", bootDevice: "/dev/sda" });
  expect(node?.places.get("boot_device")).toMatchObject({ line: 8, column: 27 });
});

it("only warns of a join address that is no node, and of names that may be others in the cluster", () => {
  const apart = read(seed.replace("join_address: 172.30.190.198", "join_address: 172.30.190.9"));
  expect(apart.ok && apart.warnings?.map(({ code }) => code)).toEqual(["inventory-join-address"]);
  const first = read(INVENTORIES["2024-06-07"] ?? "");
  expect(first.ok && first.warnings?.map(({ code }) => code)).toEqual(["inventory-name-changed"]);
});

it("is not grown by a billion laughs", () => {
  const names = "abcdefghij".split("");
  const laughs = names
    .map((name, index) =>
      index === 0
        ? "a: &a {x: 1}"
        : `${name}: &${name} {<<: [${Array(9)
            .fill(`*${names[index - 1]}`)
            .join(", ")}], l: [${Array(9)
            .fill(`*${names[index - 1]}`)
            .join(", ")}]}`,
    )
    .join("\n");
  const result = read(`${laughs}\n${INVENTORIES["2024-06-29"]}`.replace("---\n", ""));
  expect(result.ok ? [] : result.problems.map(({ code }) => code)).toEqual(
    names.map(() => "inventory-key-unknown"),
  );
});

it("never throws, whatever becomes of a line", () => {
  const pieces = [
    "\t",
    "&a ",
    "*a",
    "<<: ",
    "[",
    "{",
    "!!int ",
    "- ",
    ": ",
    "?",
    "\u2028",
    "'",
    '"',
    "|\n",
    "---\n",
    "%YAML 1.1\n",
    "~",
    "0",
  ];
  const texts = Object.values(INVENTORIES);
  fc.assert(
    fc.property(
      fc.constantFrom(...texts),
      fc.array(fc.tuple(fc.nat(), fc.nat(6), fc.constantFrom(...pieces)), { minLength: 1, maxLength: 4 }),
      (text, edits) => {
        const edited = edits.reduce((before, [at, length, piece]) => {
          const start = at % before.length;
          return before.slice(0, start) + piece + before.slice(start + length);
        }, text);
        const result = read(edited);
        if (result.ok) return;
        expect(result.problems.length).toBeGreaterThan(0);
        for (const { line, column } of result.problems) {
          expect(line).toBeGreaterThan(0);
          expect(column).toBeGreaterThan(0);
        }
      },
    ),
    { numRuns: 100 },
  );
});
