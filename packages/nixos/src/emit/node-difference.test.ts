import { resolvedCluster } from "@quorate/cluster/testing";
import { applyPatch } from "diff";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import example from "../../../../examples/three-masters-bgp.ts";
import { emitCluster } from "./emit-cluster.ts";
import { optionsByNode } from "./emit-node.ts";
import { nodeDifference } from "./node-difference.ts";

const values = optionsByNode(resolvedCluster(example));
const node1 = () => values("node1") ?? {};
/** As a host tells it. */
const told = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** The same with one value another. */
function changed(path: readonly string[], value: unknown): unknown {
  const tree = told(node1()) as Record<string, unknown>;
  let at = tree;
  for (const name of path.slice(0, -1)) {
    const inside = (at[name] ?? {}) as Record<string, unknown>;
    at[name] = inside;
    at = inside;
  }
  at[path.at(-1) ?? ""] = value;
  return tree;
}

describe("what changes on a node", () => {
  it("is nothing where it runs what it is to have", () => {
    expect(nodeDifference("node1", told(node1()), node1())).toEqual([]);
  });

  it("is shown as diff -u shows it, in the text of nix/generated", () => {
    expect(
      nodeDifference("node1", changed(["networking", "hostName"], "old"), node1()),
    ).toMatchInlineSnapshot(`
      [
        "--- node1, as it runs",
        "+++ nix/generated/nodes/node1.nix",
        "@@ -71,7 +71,7 @@",
        "         "mynet"",
        "       ];",
        "     };",
        "-    hostName = "old";",
        "+    hostName = "node1";",
        "     nameservers = [",
        "       "1.1.1.1"",
        "       "9.9.9.9"",
      ]
    `);
  });

  it("is a patch that turns the one file into the other", () => {
    const file = (options: unknown) =>
      (nodeDifference("node1", {}, options as never) ?? [])
        .filter((line) => line.startsWith("+") && !line.startsWith("+++"))
        .map((line) => `${line.slice(1)}\n`)
        .join("");
    expect(file(node1())).not.toBe("");
    const generated = emitCluster(resolvedCluster(example), { inputsDigest: "" }).find(
      ({ path }) => path === "nodes/node1.nix",
    );
    const before = changed(["services", "etcd", "name"], "other");
    const patch = nodeDifference("node1", before, node1()) ?? [];
    expect(
      applyPatch(generated?.text ?? "", [...patch, ""].join("\n"), { autoConvertLineEndings: false }),
    ).toBe(false);
    const back = nodeDifference("node1", told(node1()), before as never) ?? [];
    const there = applyPatch(generated?.text ?? "", [...back, ""].join("\n"));
    expect(there).toContain('name = "other"');
    expect(applyPatch(there || "", [...patch, ""].join("\n"))).toBe(generated?.text);
  });

  it("is not known of what no file can hold", () => {
    expect(nodeDifference("node1", { a: "\ud800" }, node1())).toBeUndefined();
    expect(nodeDifference("node1", { a: "b\0" }, node1())).toBeUndefined();
  });

  it("moves no cursor and rings no bell, whatever a host says", () => {
    const lines = nodeDifference("node1", { a: "\u001b[2J\u0007", b: "\u202e" }, node1()) ?? [];
    expect(lines.join("\n")).not.toMatch(/[\u001b\u0007\u202e]/);
  });
});

describe("secrets in an escape hatch", () => {
  it.each<[string, unknown, unknown]>([
    ["an option", { services: { x: { password: "hunter1" } } }, { services: { x: { password: "hunter2" } } }],
    ["k3s' token", { services: { k3s: { token: "hunter1" } } }, { services: { k3s: { token: "hunter2" } } }],
    ["a variable", { env: { AWS_SECRET: "hunter1" } }, { env: { AWS_SECRET: "hunter2" } }],
    ["an argument", { flags: ["--token=hunter1"] }, { flags: ["--token=hunter2"] }],
    ["a line of a text", { text: "a\npassword: hunter1\n" }, { text: "a\npassword: hunter2\n" }],
    ["a community", { snmp: { community: "hunter1" } }, { snmp: { community: "hunter2" } }],
    ["an address with a password", { url: "https://u:hunter1@h/" }, { url: "https://u:hunter2@h/" }],
    ["a new one", {}, { x: { token: "hunter2" } }],
    ["one that goes", { x: { token: "hunter1" } }, {}],
  ])("are not shown, and that they differ is: %s", (_, before, after) => {
    const lines = nodeDifference("node1", before, after as never) ?? [];
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join("\n")).not.toContain("hunter");
    expect(lines.join("\n")).toContain("not shown");
  });

  it("are told from where they are", () => {
    const lines = nodeDifference(
      "n",
      { x: { tokenFile: "/a", token: "/b" } },
      { x: { tokenFile: "/c", token: "/d" } },
    );
    expect(lines?.join("\n")).toMatch(/"\/b"[\s\S]*"\/d"/);
    expect(lines?.join("\n")).toMatch(/"\/a"[\s\S]*"\/c"/);
  });

  it("never are, by any name that says so, at any depth", () => {
    const name = fc.constantFrom(
      "password",
      "adminPassword",
      "token",
      "API_TOKEN",
      "clientSecret",
      "privateKey",
    );
    const secret = fc.stringMatching(/^\w{12,24}$/);
    fc.assert(
      fc.property(name, secret, fc.nat(5), (key, text, depth) => {
        let value: unknown = { [key]: text };
        for (let index = 0; index < depth; index++) value = { inside: value };
        expect((nodeDifference("n", value, {}) ?? []).join("\n")).not.toContain(text);
        expect((nodeDifference("n", {}, value as never) ?? []).join("\n")).not.toContain(text);
      }),
    );
  });
});
