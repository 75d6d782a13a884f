import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { wantedGo } from "./go-version.ts";
import { jobsOf } from "./job.ts";
import { PROGRAM_SETS } from "./programs.ts";
import { RECIPE_NAMES, type RecipeName } from "./recipes.ts";
import { RELEASES, type ReleaseName, releaseUrl } from "./releases.ts";
import { compareVersions } from "./version.ts";

const recipes = resolve(import.meta.dirname, "../../artefacts");
const releases = Object.entries(RELEASES);
const ofSets = Object.values(PROGRAM_SETS).flatMap(({ builtBy, programs }) =>
  builtBy.map((recipe): readonly [RecipeName, readonly string[]] => [recipe, programs]),
);

describe("the table of upstream's archives", () => {
  it.each(releases)("has a version and a digest for each architecture of %s", (_, release) => {
    for (const architecture of ["amd64", "arm64"] as const) {
      expect(release.path(architecture)).toMatch(/^[a-z0-9.]+\.[a-z]+\/\S+$/);
      expect(release.path(architecture)).toContain(architecture);
      expect(release.path(architecture)).toContain(release.version);
      expect(release.digests[architecture]).toMatch(/^(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/);
    }
    expect(release.digests.amd64).not.toBe(release.digests.arm64);
  });

  it.each(ofSets)("has the programs of %s, of the same minor version", (recipe, programs) => {
    const release = RELEASES[recipe];
    expect(release?.programs).toEqual(expect.arrayContaining([...programs]));
    const [, minor] = /-(\d+\.\d+)$/.exec(recipe) ?? [];
    if (minor !== undefined) expect(release?.version.startsWith(`${minor}.`)).toBe(true);
  });

  it("has a Go that is new enough for all modules", () => {
    expect(
      compareVersions(RELEASES.go?.version ?? "", wantedGo(recipes, RECIPE_NAMES) ?? ""),
    ).toBeGreaterThan(0);
  });
});

describe("releaseUrl", () => {
  it.each([
    [undefined, "https://dl.k8s.io/v1.36.2/kubernetes-server-linux-arm64.tar.gz"],
    ["http://mirror.test/up", "http://mirror.test/up/dl.k8s.io/v1.36.2/kubernetes-server-linux-arm64.tar.gz"],
    ["http://mirror.test//", "http://mirror.test/dl.k8s.io/v1.36.2/kubernetes-server-linux-arm64.tar.gz"],
  ])("of a mirror %s is below it, by upstream's host", (mirror, url) => {
    const release = RELEASES["kubernetes-1.36"];
    expect(release && releaseUrl(release, "arm64", mirror)).toBe(url);
  });
});

describe("the ways to an artefact", () => {
  const source = { mirror: undefined, architecture: "amd64" } as const;
  const scripts = (name: ReleaseName, given: Partial<Parameters<typeof jobsOf>[0]>) =>
    jobsOf({ cache: "/cache", recipes, go: "/usr/bin/go", ...given }, name).map(({ script }) => script);

  it.each<[string, ReleaseName, Partial<Parameters<typeof jobsOf>[0]>, readonly string[]]>([
    ["with Go", "etcd", {}, ["build-programs"]],
    [
      "without",
      "etcd",
      { go: undefined, releases: { ...source, preferred: false } },
      ["fetch-release", "build-programs"],
    ],
    ["with a mirror", "etcd", { releases: { ...source, preferred: true } }, ["fetch-release"]],
    [
      "with a mirror, of what is not published",
      "stand-ins",
      { releases: { ...source, preferred: true } },
      ["build-stand-ins"],
    ],
    ["without, of Go itself", "go", { releases: { ...source, preferred: false } }, ["fetch-release"]],
  ])("%s, of %s", (_, name, given, expected) => {
    expect(scripts(name, given)).toEqual(expected);
  });

  it("end in one folder whatever mirror it is, and in another one for another architecture", () => {
    const path = (different: object) =>
      jobsOf(
        { cache: "/cache", recipes, go: undefined, releases: { ...source, preferred: true, ...different } },
        "etcd",
      )[0]?.path;
    expect(path({ mirror: "http://mirror.test" })).toBe(path({}));
    expect(path({ architecture: "arm64" })).not.toBe(path({}));
  });
});
