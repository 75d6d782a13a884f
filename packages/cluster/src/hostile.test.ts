import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bgp, defineCluster, node, router } from "./index.ts";
import type { SpecPath } from "./model/finding.ts";
import { resolveCluster } from "./resolve.ts";
import { changed, defined, SPECS, type Spec } from "./testing/definitions.ts";

const KEY = `ssh-ed25519 ${Buffer.from(`\0\0\0\x0bssh-ed25519\0\0\0\x20${"7".repeat(32)}`, "latin1").toString("base64")}`;

/** A valid definition that has every field that takes a text. */
const FULL = changed(SPECS.bgp, [
  [["kubeMaster", "dnsName"], "k8s.home.example"],
  [
    ["kubeMaster", "extraSans"],
    ["api.home.example", "10.0.0.30"],
  ],
  [["network", "pods"], "10.244.0.0/16"],
  [["network", "services"], "10.96.0.0/16"],
  [["network", "domain"], "cluster.local"],
  [["network", "cni"], { kind: "flannel", backend: "vxlan" }],
  [
    ["distribution"],
    {
      kind: "k3s",
      version: "1.35",
      disable: ["traefik"],
      mirrors: { "docker.io": { endpoints: ["https://mirror.lan"] } },
      logins: ["mirror.lan"],
      snapshots: { schedule: "0 */6 * * *" },
      kubelet: { containerLogMaxSize: "5Mi" },
    },
  ],
  [["ssh"], { authorizedKeys: [KEY] }],
  [["stateVersion"], "26.05"],
  [["nixos"], { time: { timeZone: "UTC" } }],
  [["nixosUnchecked"], { "services.x.text": "text", "services.x.list": ["text"] }],
  [["machines", "node1", "system"], "x86_64-linux"],
  [["machines", "node1", "boot"], "uefi"],
  [["machines", "node1", "labels"], { "example.com/rack": "a" }],
  [["machines", "node1", "taints"], [{ key: "example.com/gpu", value: "yes", effect: "NoSchedule" }]],
  [["machines", "node1", "nixos"], { networking: { extraHosts: "text" } }],
]);

const HOSTILE = {
  "a shell substitution": "$(rm -rf /)",
  backticks: "`id`",
  "a Nix interpolation": "''${x}",
  "another one": "${builtins.readFile /etc/shadow}",
  "the end of a text": '";',
  "a newline": "a\nb",
  "a carriage return": "a\rb",
  NUL: "a\0b",
  "an escape sequence": "\u001b[2J",
  "a Cyrillic letter": "nod\u0435",
  "full width": "\uff4e\uff4f\uff44\uff45",
  "a zero-width space": "no\u200bde",
  "a right-to-left override": "no\u202ede",
  "half a surrogate pair": "\ud800",
  "a variation selector": "node\ufe0f",
  "an option": "--flag",
  "a way up": "../../etc/passwd",
  empty: "",
  "a space": " ",
  "five thousand letters": "a".repeat(5000),
} as const;

/** Where any text is data. */
const isFree = (path: SpecPath) => ["nixos", "nixosUnchecked", "kubelet"].some((free) => path.includes(free));

/** Where the empty text is a value: labels and taints without one. */
const mayBeEmpty = (path: SpecPath) => path.at(-2) === "labels" || path.at(-1) === "value";

type Places = { readonly values: SpecPath[]; readonly keys: SpecPath[] };

/** Where texts are: as values, and as names that the user chooses. */
function places(value: unknown, path: SpecPath = [], found: Places = { values: [], keys: [] }): Places {
  if (typeof value === "string") found.values.push(path);
  if (typeof value !== "object" || value === null) return found;
  for (const [key, inner] of Object.entries(value)) {
    const at = [...path, Array.isArray(value) ? Number(key) : key];
    const chosen = ["machines", "labels", "nixosUnchecked", "mirrors", "kubelet"].includes(
      String(path.at(-1)),
    );
    if (chosen && !Array.isArray(value)) found.keys.push(at);
    places(inner, at, found);
  }
  return found;
}

/** Everything that would steer a terminal, or make a text look like another. */
const UNPRINTABLE = /\p{Cc}|\p{Cf}|\p{Cs}|\p{Zl}|\p{Zp}|\p{Default_Ignorable_Code_Point}/u;

function expectClean(definition: unknown) {
  const resolution = resolveCluster(definition);
  for (const { message, hint } of resolution.findings) {
    expect(message).not.toMatch(UNPRINTABLE);
    expect(hint).not.toMatch(UNPRINTABLE);
    expect(message.length).toBeLessThan(600);
    expect(hint.length).toBeLessThan(600);
  }
  return resolution;
}

it("starts from a definition without a finding", () => {
  expect(resolveCluster(defined(FULL)).findings).toEqual([]);
  expect(places(FULL).values.length).toBeGreaterThan(40);
  expect(places(FULL).keys.length).toBeGreaterThan(7);
});

describe.each(Object.entries(HOSTILE))("%s", (_, text) => {
  it.each(places(FULL).values.map((path) => ({ path, name: path.join(".") })))("in $name", ({ path }) => {
    const spec = changed(FULL, [[path, text]]);
    const resolution = expectClean(defined(spec));
    if (text === "" && mayBeEmpty(path)) {
      expect(resolution.findings).toEqual([]);
    } else if (isFree(path) && !/\0|\ud800/.test(text)) {
      expect(resolution.findings).toEqual([]);
      expect(resolution.ok && JSON.stringify(resolution.cluster)).toContain(JSON.stringify(text));
    } else {
      // At the place itself, or at the thing that it is a part of: a pair, a taint, a machine.
      const found = resolution.findings.filter((one) =>
        one.path.every((segment, index) => segment === path[index]),
      );
      expect(found.filter(({ severity }) => severity === "error")).not.toEqual([]);
      expect(resolution.ok).toBe(false);
    }
  });

  it.each(places(FULL).keys.map((path) => ({ path, name: path.join(".") })))(
    "for the name $name",
    ({ path }) => {
      const parent = path.slice(0, -1);
      const value = path.reduce<unknown>((place, key) => (place as Spec)[key], FULL);
      const resolution = expectClean(
        defined(
          changed(FULL, [
            [path, undefined],
            [[...parent, text], value],
          ]),
        ),
      );
      if (parent.at(-1) === "nixosUnchecked" && /^a+$/.test(text)) {
        // A long name, but one.
        expect(resolution.findings).toEqual([]);
        return;
      }
      const place = JSON.stringify([...parent, text]);
      const found = resolution.findings.filter(({ path: at }) => JSON.stringify(at) === place);
      expect(found.filter(({ severity }) => severity === "error").length).toBeGreaterThan(0);
      expect(resolution.ok).toBe(false);
    },
  );
});

class Machine {
  readonly kind = "node";
}

const cyclic: Record<string, unknown> = { a: 1 };
cyclic["self"] = { deep: [cyclic] };

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? { a: value } : [value];
  return value;
}

/** Two references to the same thing at each level: as a tree, more than there are atoms. */
function doubled(levels: number): unknown {
  let value: unknown = "x";
  for (let level = 0; level < levels; level++) value = { a: value, b: value };
  return value;
}

const throwing = {
  get ip(): string {
    throw new Error("from a getter");
  },
};

/** Answers every question with an error. */
const hostileProxy = new Proxy(
  {},
  new Proxy(
    {},
    {
      get() {
        throw new Error("from a trap");
      },
    },
  ),
);

/** A set of sets without end, made as it is read. */
const endless: object = new Proxy(
  {},
  {
    ownKeys: () => ["a", "b"],
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
    get: () => endless,
  },
);

const revoked = Proxy.revocable({}, {});
revoked.revoke();

/** Takes a while: in a few places only. */
const LARGE: readonly (readonly [string, unknown])[] = [
  ["an endless proxy", endless],
  ["shared parts", doubled(200)],
];

const STRANGE: readonly (readonly [string, unknown])[] = [
  ["null", null],
  ["a list", []],
  ["a function", () => 1],
  [
    "a function with toJSON",
    Object.assign(() => 1, {
      toJSON: () => {
        throw new Error("toJSON");
      },
    }),
  ],
  ["a class", Machine],
  ["an instance", new Machine()],
  ["a date", new Date(0)],
  ["a map", new Map([["a", 1]])],
  ["a boxed text", new String("10.0.0.11")],
  ["a symbol", Symbol("\u001b[2J")],
  ["a bigint", 10n],
  ["a promise", Promise.resolve(1)],
  ["a getter that throws", throwing],
  ["a proxy that throws", hostileProxy],
  ["a revoked proxy", revoked.proxy],
  ["a cycle", cyclic],
  ["a million levels", nested(1_000_000)],
  ["a list of four billion holes", new Array(4_000_000_000)],
  ["a prototype for a set", Object.create({ kind: "node" })],
  ["a name that means something else", JSON.parse('{"__proto__": {"kind": "node"}}')],
  ["a constructor that is no function", { constructor: { name: { toString: null } } }],
  ["a class with a hostile name", Object.create({ constructor: { name: "\u001b[2J" } })],
];

// Values stay out of the tables' titles, which would be made by printing them.
describe.each([...STRANGE, ...LARGE].map(([name], index) => ({ name, index })))("$name", ({ index }) => {
  const large = index >= STRANGE.length;
  const value = [...STRANGE, ...LARGE][index]?.[1];
  const everywhere = [
    [],
    ["kubeMaster"],
    ["kubeMaster", "loadBalancer"],
    ["kubeMaster", "loadBalancer", "peers"],
    ["kubeMaster", "port"],
    ["network"],
    ["network", "gateway"],
    ["network", "cni"],
    ["machines"],
    ["machines", "node1"],
    ["machines", "node1", "ip"],
    ["machines", "node1", "services"],
    ["machines", "node1", "taints"],
    ["machines", "node1", "labels"],
    ["machines", "node1", "nixos", "services", "etcd"],
    ["nixosUnchecked", "a.b"],
    ["ssh"],
    ["encryptSecrets"],
  ];
  const few = [[], ["machines"], ["machines", "node1", "nixos", "services", "etcd"]];
  it.each((large ? few : everywhere).map((path) => ({ path, name: path.join(".") || "the definition" })))(
    "is no exception in $name",
    ({ path }) => {
      // structuredClone would not copy it, so the changed part is put in afterwards.
      const spec = path.length === 0 ? value : withValue(FULL, path, value);
      expectClean(defined(spec));
      expectClean(spec);
    },
  );
});

function withValue(spec: Spec, path: SpecPath, value: unknown): Spec {
  const copy = changed(spec, [[path, "here"]]);
  let place = copy as Record<string | number, unknown>;
  for (const segment of path.slice(0, -1)) place = place[segment] as Record<string | number, unknown>;
  place[path.at(-1) ?? ""] = value;
  return copy;
}

describe("a strange value", () => {
  const at = (path: SpecPath, value: unknown) => resolveCluster(defined(withValue(FULL, path, value)));

  it.each([
    ["a function", () => 1, "is a function"],
    ["a symbol", Symbol("x"), "is a symbol"],
    ["a bigint", 1n, "is a bigint"],
    ["an instance", new Machine(), "is a Machine"],
    ["a date", new Date(0), "is a Date"],
    ["undefined", undefined, "is undefined"],
  ])("is told for what it is: %s", (_, value, said) => {
    const { ok, findings } = at(["nixosUnchecked", "a.b"], { c: value });
    expect(ok).toBe(false);
    expect(findings).toMatchObject([{ code: "not-plain-data", path: ["nixosUnchecked", "a.b", "c"] }]);
    expect(findings[0]?.message).toContain(said);
  });

  it("that contains itself is told where it does", () => {
    expect(at(["nixosUnchecked", "a.b"], cyclic).findings).toMatchObject([
      { code: "not-plain-data", path: ["nixosUnchecked", "a.b", "self", "deep", 0] },
    ]);
  });

  it("that throws does so for its own field alone", () => {
    const machine = Object.defineProperty({ ...node(nodeSpec) }, "disk", {
      enumerable: true,
      get: () => {
        throw new Error("no");
      },
    });
    expect(at(["machines", "node1"], machine).findings).toMatchObject([
      { code: "wrong-type", path: ["machines", "node1", "disk"] },
    ]);
  });

  it("called __proto__ is refused wherever it is", () => {
    for (const path of [[], ["machines"], ["machines", "node1", "labels"], ["nixosUnchecked", "a.b"]]) {
      const set = path.reduce<unknown>((place, key) => (place as Spec)?.[key], FULL) ?? {};
      const copy = JSON.parse(
        JSON.stringify(set).replace("{", `{"__proto__": "x"${JSON.stringify(set) === "{}" ? "" : ","}`),
      );
      const spec = path.length === 0 ? copy : withValue(FULL, path, copy);
      expect(resolveCluster(defined(spec)).findings).toMatchObject([
        { code: "not-plain-data", path: [...path, "__proto__"] },
      ]);
    }
  });

  it("is not run twice: what was checked is what is used", () => {
    let reads = 0;
    const machine = Object.defineProperty({ ...node(nodeSpec) }, "disk", {
      enumerable: true,
      get: () => (reads++ === 0 ? "/dev/vdx" : "/etc/passwd"),
    });
    const resolution = at(["machines", "node1"], machine);
    expect(resolution.ok && resolution.cluster.nodes.map(({ disk }) => disk)).toContain("/dev/vdx");
    expect(reads).toBe(1);
  });

  it("in one place hides no mistake in another", () => {
    const spec = changed(FULL, [
      [["name"], 7],
      [["colour"], "red"],
      [["stateVersion"], "x"],
      [["kubeMaster", "port"], "6443"],
      [["kubeMaster", "dnsName"], "a b"],
      [["kubeMaster", "loadBalancer", "asn"], "x"],
      [
        ["kubeMaster", "loadBalancer", "peers"],
        ["ruoter", "node1", "exit"],
      ],
      [["network", "gateway"], null],
      [["network", "nameservers"], ["dns"]],
      [["machines", "node1", "disk"], 5],
      [["machines", "node1", "colour"], "red"],
      [["machines", "node1", "ip"], "10.0.0.12"],
      [["machines", "node2", "services"], []],
      [["machines", "node2", "interface"], "lo"],
      [["machines", "node3"], 5],
      [["machines", "exit", "services"], ["etcd"]],
    ]);
    const found = resolveCluster(defined(spec)).findings.map(({ code, path }) => `${code} ${path.join(".")}`);
    expect(found.sort()).toEqual([
      "address-duplicate machines.node2.ip",
      "bgp-peer-not-router kubeMaster.loadBalancer.peers.1",
      "bgp-peer-unknown kubeMaster.loadBalancer.peers.0",
      "bgp-peer-without-asn kubeMaster.loadBalancer.peers.2",
      "dns-name-invalid kubeMaster.dnsName",
      "empty-list machines.node2.services",
      "interface-reserved machines.node2.interface",
      "nameserver-invalid network.nameservers.0",
      "state-version-invalid stateVersion",
      "unknown-field colour",
      "unknown-field machines.exit.services",
      "unknown-field machines.node1.colour",
      "wrong-type kubeMaster.loadBalancer.asn",
      "wrong-type kubeMaster.port",
      "wrong-type machines.node1.disk",
      "wrong-type machines.node3",
      "wrong-type name",
      "wrong-type network.gateway",
    ]);
  });
});

const nodeSpec = {
  ip: "10.0.0.11",
  interface: "eno1",
  disk: "/dev/disk/by-id/x",
  services: ["kubernetes", "etcd"],
} as const;

describe("resolveCluster", () => {
  const anything = fc.anything({
    withBigInt: true,
    withBoxedValues: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withObjectString: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
    withUnicodeString: true,
  } as fc.ObjectConstraints);

  it("answers anything with findings", () => {
    fc.assert(
      fc.property(anything, (value) => {
        expectClean(value);
      }),
    );
    fc.assert(
      fc.property(anything, (value) => {
        expect(expectClean(defined(value)).ok).toBe(false);
      }),
    );
  });

  it("answers anything in any places of a definition", () => {
    const all = [...places(FULL).values, ...places(FULL).keys];
    const path = fc
      .constantFrom(...all)
      .chain((whole) => fc.integer({ min: 1, max: whole.length }).map((length) => whole.slice(0, length)));
    const value = fc.oneof(
      anything,
      fc.constantFrom(...Object.values(HOSTILE)),
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(path, value), { minLength: 1, maxLength: 4 }), (changes) => {
        let spec: Spec = FULL;
        for (const [at, what] of changes) {
          try {
            spec = withValue(spec, at, what);
          } catch {
            // What was put in before cannot be copied, or has no such place: it stays as it is.
          }
        }
        expectClean(defined(spec));
      }),
      { numRuns: 500 },
    );
  });
});

it("takes functions of the DSL that were called without what they want", () => {
  const call = (make: unknown, argument: unknown) => (make as (value: unknown) => unknown)(argument);
  for (const argument of [undefined, null, "text", 5, []]) {
    const machines = { a: call(node, argument), b: call(router, argument) };
    const kubeMaster = { ip: "10.0.0.100", loadBalancer: call(bgp, argument) };
    const definition = call(defineCluster, { name: "x", kubeMaster, machines });
    expect(expectClean(definition).findings.length).toBeGreaterThan(5);
    expect(expectClean(call(defineCluster, argument)).ok).toBe(false);
  }
});
