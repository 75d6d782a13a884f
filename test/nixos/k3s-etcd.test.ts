import { execFileSync } from "node:child_process";
import { K3S_VERSIONS } from "@quorate/cluster";
import { etcdInK3s } from "@quorate/rollout";
import { describe, expect, test } from "vitest";
import { nixpkgs } from "./evaluation.ts";

describe.skipIf(nixpkgs === undefined)("the k3s of a nixpkgs", () => {
  test("are releases of which it is known which etcd they have: k3s' release notes tell, where one is not", () => {
    const attributes = ["k3s", ...K3S_VERSIONS.map((version) => `k3s_${version.replace(".", "_")}`)];
    const versions: unknown = JSON.parse(
      execFileSync(
        "nix-instantiate",
        [
          ...["--eval", "--strict", "--json", "--expr"],
          `let pkgs = import ${nixpkgs} { config = { }; overlays = [ ]; }; in map (name: pkgs.\${name}.version) [ ${attributes.map((name) => `"${name}"`).join(" ")} ]`,
        ],
        { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
      ),
    );
    expect(versions).toHaveLength(attributes.length);
    for (const version of versions as readonly string[]) {
      expect(etcdInK3s(version)?.sure, version).toBe(true);
    }
  });
});
