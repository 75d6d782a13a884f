import type { FindingCase } from "../testing/finding-case.ts";

const unchecked = (key: string) => ["nixosUnchecked", key];
const value = (title: string, held: unknown, right: unknown = "x"): FindingCase => ({
  code: "not-plain-data",
  title,
  wrong: [[unchecked("a.b"), [right, { c: held }]]],
  path: [...unchecked("a.b"), 1, "c"],
  right: [[unchecked("a.b"), [right, { c: right }]]],
});

export const ESCAPE_HATCH: readonly FindingCase[] = [
  value("NUL", "a\0b", "''${x} $(rm -rf /)\n\u202e"),
  value("half a surrogate pair", "\ud800", "\ud83d\ude00"),
  value("not a number", Number.NaN, 1.5),
  value("infinite", Number.POSITIVE_INFINITY, -1),
  value("too large to be exact", 2 ** 53, 2 ** 53 - 1),
  {
    code: "not-plain-data",
    title: "a name with NUL",
    wrong: [[["nixos"], { "a\0": 1 }]],
    path: ["nixos", "a\0"],
    right: [[["nixos"], { "a b": 1 }]],
  },
  {
    code: "option-path-invalid",
    wrong: [[unchecked("a..b"), 1]],
    path: unchecked("a..b"),
    right: [[unchecked('a."..".b'), 1]],
  },
  {
    code: "option-path-invalid",
    title: "interpolation",
    wrong: [[unchecked('a."${b}"'), 1]],
    path: unchecked('a."${b}"'),
    right: [[unchecked("a.b"), "${b}"]],
  },
  {
    code: "option-reserved",
    title: "by name",
    wrong: [[["nixos"], { services: { kubernetes: { roles: ["master"] } } }]],
    path: ["nixos", "services", "kubernetes", "roles"],
    right: [[["nixos"], { services: { kubernetes: { path: [] } } }]],
  },
  {
    code: "option-reserved",
    title: "by path",
    wrong: [[unchecked("services.kubernetes.easyCerts"), true]],
    path: unchecked("services.kubernetes.easyCerts"),
    right: [[unchecked("services.kubernetes.easyCert"), true]],
  },
  {
    code: "option-reserved",
    title: "below what a path names",
    wrong: [[unchecked("services.etcd"), { name: "x" }]],
    path: [...unchecked("services.etcd"), "name"],
    right: [[unchecked("services.etcd"), { names: "x" }]],
  },
  {
    code: "option-reserved",
    title: "inside of one",
    wrong: [[["machines", "node1", ...unchecked("quorate.node.name")], "x"]],
    path: ["machines", "node1", ...unchecked("quorate.node.name")],
    right: [[["machines", "node1", ...unchecked("quorates.node")], "x"]],
  },
  {
    code: "option-reserved",
    title: "the way in",
    wrong: [[["nixos"], { services: { openssh: { enable: false } } }]],
    path: ["nixos", "services", "openssh", "enable"],
    right: [[["nixos"], { services: { openssh: { settings: { X11Forwarding: false } } } }]],
  },
  ...[
    "--token=secret",
    "--token secret",
    "-t=secret",
    "--cluster-init",
    "--server=https://10.0.0.1:6443",
    "--cluster-cidr=10.0.0.0/8",
    "--tls-san=a --flannel-backend=none",
    "--disable=coredns",
    "--disable servicelb",
  ].map(
    (flag): FindingCase => ({
      code: "option-reserved",
      title: `k3s' flag ${flag}`,
      wrong: [[["nixos"], { services: { k3s: { extraFlags: ["--tls-san=a", flag] } } }]],
      path: ["nixos", "services", "k3s", "extraFlags", 1],
      right: [[["nixos"], { services: { k3s: { extraFlags: ["--tokens", "--kubelet-arg=max-pods=1"] } } }]],
    }),
  ),
  {
    code: "option-reserved",
    title: "a flag of k3s by path, as a text",
    wrong: [[unchecked("services.k3s.extraFlags"), "--cluster-init"]],
    path: unchecked("services.k3s.extraFlags"),
    right: [[unchecked("services.k3s.extraFlags"), "--debug"]],
  },
  {
    code: "option-reserved",
    title: "parts of k3s, on one node",
    wrong: [[["machines", "node1", "nixos"], { services: { k3s: { disable: ["servicelb"] } } }]],
    path: ["machines", "node1", "nixos", "services", "k3s", "disable"],
    right: [
      [["machines", "node1", "nixos"], { services: { k3s: { extraFlags: ["--disable-kube-proxy"] } } }],
    ],
  },
  {
    code: "option-reserved",
    title: "a flag of k3s by path, forced",
    wrong: [
      [
        unchecked("services.k3s.extraFlags"),
        { _type: "override", priority: 50, content: ["--token=secret"] },
      ],
    ],
    path: [...unchecked("services.k3s.extraFlags"), "content", 0],
    right: [
      [unchecked("services.k3s.extraFlags"), { _type: "override", priority: 50, content: ["--debug"] }],
    ],
  },
  {
    code: "option-reserved",
    title: "below what is forced and merged",
    wrong: [
      [
        ["nixos"],
        {
          services: {
            _type: "override",
            priority: 50,
            content: { openssh: { _type: "merge", contents: [{}, { enable: false }] } },
          },
        },
      ],
    ],
    path: ["nixos", "services", "content", "openssh", "contents", 1, "enable"],
    right: [[["nixos"], { time: { _type: "override", priority: 50, content: { timeZone: "UTC" } } }]],
  },
  {
    code: "option-reserved",
    title: "a module's imports",
    wrong: [[unchecked("imports"), ["/etc/passwd"]]],
    path: unchecked("imports"),
    right: [[unchecked("virtualisation.containerd.settings.imports"), ["/etc/containerd/*.toml"]]],
  },
  {
    code: "option-reserved",
    title: "a module's internals",
    wrong: [[["nixos"], { _module: { check: false } }]],
    path: ["nixos", "_module"],
    right: [[unchecked("services.module"), true]],
  },
  {
    code: "option-set-twice",
    title: "by name and by path",
    wrong: [
      [["nixos"], { time: { timeZone: "UTC" } }],
      [unchecked("time.timeZone"), "Europe/Berlin"],
    ],
    path: unchecked("time.timeZone"),
    right: [
      [["nixos"], { time: { timeZone: "UTC" } }],
      [unchecked("time.other"), "x"],
    ],
  },
  {
    code: "option-set-twice",
    title: "by two paths",
    wrong: [
      [unchecked("a"), { b: 1 }],
      [unchecked("a.b"), 2],
    ],
    path: unchecked("a.b"),
    right: [
      [unchecked("a"), { b: 1 }],
      [unchecked("a.c"), 2],
    ],
  },
  {
    code: "option-set-twice",
    title: "in two spellings; lists are appended",
    wrong: [
      [unchecked("a"), { b: 1 }],
      [unchecked('"a".b'), 1],
    ],
    path: unchecked("a"),
    right: [
      [["nixos"], { a: { b: [1] } }],
      [unchecked("a.b"), [2]],
    ],
  },
  {
    code: "option-set-twice",
    title: "inside of an option that a path has set",
    wrong: [
      [unchecked("a.b"), 1],
      [unchecked("a.b.c"), 2],
    ],
    path: unchecked("a.b.c"),
    right: [
      [unchecked("a.b"), 1],
      [unchecked("a.c.b"), 2],
    ],
  },
  {
    code: "option-set-twice",
    title: "around an option that a path has set",
    wrong: [
      [unchecked('"a".b.c'), 1],
      [unchecked("a.b"), 2],
    ],
    path: unchecked("a.b"),
    right: [
      [unchecked('"a".b.c'), 1],
      [unchecked("a.c"), 2],
    ],
  },
  {
    code: "option-set-twice",
    title: "far around it, beside a list",
    wrong: [
      [unchecked('"a".b'), { c: [1], d: { e: 1 } }],
      [unchecked("a.b"), 2],
    ],
    path: unchecked("a.b"),
    right: [
      [unchecked('"a".b'), [1]],
      [unchecked("a.b"), [2]],
    ],
  },
  {
    code: "option-set-twice",
    title: "inside of one by name",
    wrong: [
      [["nixos"], { a: 1 }],
      [unchecked("a.b"), 2],
    ],
    path: unchecked("a.b"),
    right: [
      [["nixos"], { a: { b: {} } }],
      [unchecked("a.b"), { c: 2 }],
    ],
  },
  {
    code: "option-set-twice",
    title: "one of a set",
    wrong: [
      [["nixos"], { a: { b: 1 } }],
      [unchecked("a"), { b: 2, c: 3 }],
    ],
    path: unchecked("a"),
    right: [
      [["nixos"], { a: { b: 1 } }],
      [unchecked("a"), { c: 2 }],
    ],
  },
  {
    code: "option-set-twice",
    title: "a set by name",
    wrong: [
      [["nixos"], { a: { b: 1 } }],
      [unchecked("a"), 2],
    ],
    path: unchecked("a"),
    right: [
      [["nixos"], { a: { b: 1 } }],
      [unchecked("a"), {}],
    ],
  },
  {
    code: "option-set-twice",
    title: "a list by name",
    wrong: [
      [["nixos"], { a: [1] }],
      [unchecked("a"), 2],
    ],
    path: unchecked("a"),
    right: [
      [["nixos"], { a: [1] }],
      [unchecked("a"), [2]],
    ],
  },
];
