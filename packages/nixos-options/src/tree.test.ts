import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Option, Options } from "./option.ts";
import { type OptionNode, optionName, optionPath, optionTree } from "./tree.ts";

const option: Option = {
  type: "boolean",
  kind: { kind: "bool" },
  default: false,
  defaultKind: "literal",
  internal: false,
  readOnly: false,
};

describe("optionPath", () => {
  it.each([
    ["fileSystems", ["fileSystems"]],
    [
      "networking.interfaces.<name>.ipv4.addresses.*.address",
      ["networking", "interfaces", "<name>", "ipv4", "addresses", "*", "address"],
    ],
    ['boot.kernel.sysctl."net.core.rmem_max"', ["boot", "kernel", "sysctl", "net.core.rmem_max"]],
    [
      "boot.loader.systemd-boot.edk2-uefi-shell.enable",
      ["boot", "loader", "systemd-boot", "edk2-uefi-shell", "enable"],
    ],
  ])("splits %s", (name, path) => {
    expect(optionPath(name)).toEqual(path);
  });

  it("undoes optionName, whatever the parts hold", () => {
    const part = fc.oneof(
      fc.constantFrom("<name>", "*", "a-b", "a.b", 'a"b', "a\\b"),
      fc.string({ minLength: 1 }),
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1 }), (path) => {
        expect(optionPath(optionName(path))).toEqual(path);
      }),
    );
  });
});

describe("optionTree", () => {
  it("is the same whatever order the options come in", () => {
    const names = ["a", "a.<name>.b", "a.<name>.c", "a-b.c", "z.y.x", "z.y.w"];
    const tree = (order: readonly string[]) =>
      optionTree(Object.fromEntries(order.map((name) => [name, option])) satisfies Options);
    const inOrder = (node: OptionNode): readonly string[] => [
      optionName(node.path),
      ...[...node.children.values()].flatMap(inOrder),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(names, { minLength: names.length }), (order) => {
        expect(inOrder(tree(order))).toEqual(inOrder(tree(names)));
      }),
    );
  });

  it("keeps a submodule's options below the option that holds them", () => {
    const tree = optionTree({ users: option, "users.<name>.shell": option });
    const users = tree.children.get("users");
    expect(users?.option).toBe(option);
    expect(users?.children.get("<name>")?.children.get("shell")?.option).toBe(option);
    expect(users?.children.get("<name>")?.option).toBeUndefined();
  });
});
