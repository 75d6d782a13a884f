import { expect, it } from "vitest";
import { deployOptions } from "../testing/deploy-options.ts";
import { typedDeploy } from "./typed.ts";

it("is what was typed, quoted, and consents to nothing", () => {
  const { certificates: _, ...options } = deployOptions({ targets: ["node1", "node2"], yes: true });
  expect(typedDeploy(options)).toBe("deploy node1 node2");
  expect(
    typedDeploy({
      ...options,
      targets: [],
      all: true,
      remove: ["node9"],
      maxUnavailable: "10%",
      coldStart: true,
      certificates: "my certs",
      flake: "github:me/cluster",
      overrideInputs: [["nixpkgs", "path:/n"]],
      nixOptions: [["cores", "1"]],
    }),
  ).toBe(
    "deploy --all --remove node9 --max-unavailable 10% --cold-start --certs 'my certs' --flake github:me/cluster --override-input nixpkgs=path:/n --option cores=1",
  );
});
