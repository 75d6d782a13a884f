import { readFileSync } from "node:fs";
import type { NixValue } from "@quorate/cluster";
import { describe, expect, it } from "vitest";
import { BGP_CLUSTER, DUAL_STACK_CLUSTER, IPV6_CLUSTER } from "../testing/clusters.ts";
import { emitNode } from "./emit-node.ts";

interface Kind {
  readonly kind: string;
  readonly elem?: Kind;
  readonly freeform?: Kind;
}

interface Option {
  readonly kind?: Kind;
  readonly aliasOf?: string;
  readonly removed?: unknown;
}

const options: Readonly<Record<string, Option>> = JSON.parse(
  readFileSync(new URL("../../../nixos-options/nixos-options.json", import.meta.url), "utf8"),
);
const usable = Object.entries(options).filter(
  ([, { aliasOf, removed }]) => aliasOf === undefined && !removed,
);
const byDepth = new Map<string, Kind | undefined>(usable.map(([name, { kind }]) => [name, kind]));

/** What names an attribute in the data: itself, or the placeholder of its set. */
const placeholder = /^<.*>$|^\*$/;

/** Whether the data has the option that `path` leads to, or one that takes anything below it. */
function isKnown(path: readonly string[]): boolean {
  return [...byDepth].some(([name, kind]) => {
    const pattern = name.match(/"[^"]*"|<[^>]*>|[^.]+/g) ?? [];
    const matches =
      pattern.length <= path.length && pattern.every((part, i) => placeholder.test(part) || part === path[i]);
    return matches && (pattern.length === path.length || takesAnything(kind));
  });
}

function takesAnything(kind: Kind | undefined): boolean {
  if (kind === undefined) return false;
  if (kind.kind === "submodule") return kind.freeform !== undefined;
  if (kind.elem !== undefined) return takesAnything(kind.elem) || kind.elem.kind !== "submodule";
  return !["bool", "int", "str", "port", "enum"].includes(kind.kind);
}

function* leaves(value: NixValue, path: readonly string[] = []): Generator<readonly string[]> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    yield path;
    return;
  }
  for (const [name, inner] of Object.entries(value)) yield* leaves(inner, [...path, name]);
}

const nodes = [BGP_CLUSTER, DUAL_STACK_CLUSTER, IPV6_CLUSTER].flatMap((cluster) =>
  cluster.nodes.map((node) => ({ title: `${cluster.name} ${node.name}`, cluster, node })),
);

describe("the options that are emitted", () => {
  it.each(nodes)("are options of NixOS: $title", ({ cluster, node }) => {
    const { disko: _, quorate: __, ...ofNixos } = emitNode(cluster, node);
    const unknown = [...leaves(ofNixos as NixValue)].filter((path) => !isKnown(path));
    expect(unknown.map((path) => path.join("."))).toEqual([]);
  });

  it.each([
    ["services.etcd.enabled"],
    ["services.kubernetes.etcd.servers"],
    ["systemd.network.networks.10-uplink.adress"],
    ["services.nginx.enable"],
  ])("would not be: %s", (path) => {
    expect(isKnown(path.split("."))).toBe(false);
  });
});
