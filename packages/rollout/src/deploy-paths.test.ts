import type { HostName } from "@quorate/cluster";
import { expect, test } from "vitest";
import { deployPaths, foldersToMake, installationFolder, secretsFolder } from "./deploy-paths.ts";
import { TEST_SETTINGS } from "./testing/steps.ts";

test("everything of a run is in its folder, everything else as it was given", () => {
  const paths = deployPaths(TEST_SETTINGS, "/tmp/quorate-abc");
  expect(paths).toEqual({
    ...TEST_SETTINGS,
    sshConfig: "/tmp/quorate-abc/ssh_config",
    sockets: "/tmp/quorate-abc/s",
    installations: "/tmp/quorate-abc/installations",
    roots: "/tmp/quorate-abc/roots",
    // Nobody runs it yet.
    snapshots: "/home/me/snapshots",
    run: "RUN",
    by: "WHO",
  });
  expect([...foldersToMake(paths)].sort()).toEqual([paths.installations, paths.roots, paths.sockets]);
  expect(installationFolder(paths, "db1" as HostName)).toBe("/tmp/quorate-abc/installations/db1");
  expect(secretsFolder(paths, "db1" as HostName)).toBe("/home/me/my certs/hosts/db1");
});
