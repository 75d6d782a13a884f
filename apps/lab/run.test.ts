import { expect, test } from "vitest";
import { operatorEnvironment } from "./run.ts";

test.each([
  {
    environment: { PATH: "/bin" },
    file: "/c/kubeconfig",
    PATH: "/bin:/lab/bin",
    KUBECONFIG: "/c/kubeconfig",
  },
  { environment: { PATH: "/bin" }, file: undefined, PATH: "/bin:/lab/bin", KUBECONFIG: undefined },
  {
    environment: { PATH: "/bin", KUBECONFIG: "/mine" },
    file: "/c/kubeconfig",
    PATH: "/bin:/lab/bin",
    KUBECONFIG: undefined,
  },
  {
    environment: { PATH: "/bin", KUBECONFIG: "" },
    file: "/c/kubeconfig",
    PATH: "/bin:/lab/bin",
    KUBECONFIG: "/c/kubeconfig",
  },
  { environment: {}, file: undefined, PATH: "/lab/bin", KUBECONFIG: undefined },
])("with $environment and the kubeconfig $file", ({ environment, file, PATH, KUBECONFIG }) => {
  const wanted = KUBECONFIG === undefined ? { PATH } : { PATH, KUBECONFIG };
  expect(operatorEnvironment(environment, "/lab", file)).toEqual(wanted);
});
