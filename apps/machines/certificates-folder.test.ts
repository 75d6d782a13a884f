import { expect, it } from "vitest";
import { certificatesFolder } from "./certificates-folder.ts";

it.each([
  [undefined, "/a/machines.ts", "/b", "/a/certs"],
  ["certs", "/a/machines.ts", "/b", "/b/certs"],
  ["/c", "/a/machines.ts", "/b", "/c"],
  [".", "/a/machines.ts", "/b", "/b"],
])("%s of %s, in %s, is %s", (named, machines, cwd, folder) => {
  expect(certificatesFolder(named, machines, cwd)).toBe(folder);
});
