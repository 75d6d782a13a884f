import { describe, expect, test } from "vitest";
import { mirrorOf, parseSourcesList, parseSourcesStanzas } from "./apt-sources.ts";

const uri = "http://mirror.test/debian";

describe("sources.list", () => {
  test.each([
    ["plain", `deb ${uri} bookworm main`, uri],
    ["with options", `deb [arch=amd64 signed-by=/k.gpg] ${uri} bookworm main contrib`, uri],
    ["with a comment", `deb ${uri} bookworm main # ours`, uri],
    ["with tabs", `\tdeb\t${uri}\tbookworm\tcontrib main`, uri],
    ["commented out", `# deb ${uri} bookworm main`, undefined],
    ["sources alone", `deb-src ${uri} bookworm main`, undefined],
    ["another suite", `deb ${uri} bookworm-updates main`, undefined],
    ["another suite that ends so", `deb ${uri} cloud-bookworm main`, undefined],
    ["without main", `deb ${uri} bookworm contrib`, undefined],
    ["a way that debootstrap does not know", "deb cdrom:[Debian]/ bookworm main", undefined],
    ["the first of two", `deb ${uri} bookworm main\ndeb http://other.test/ bookworm main`, uri],
  ])("%s", (_, text, wanted) => {
    expect(mirrorOf(parseSourcesList(text), "bookworm")).toBe(wanted);
  });
});

test.each([
  ["before", "http://jdk.test/deb", "bookworm"],
  ["of the next release", "http://jdk.test/deb", "trixie"],
])("other people's packages are in no mirror: %s", (_, other, suite) => {
  const sources = parseSourcesList(`deb ${other} ${suite} main\ndeb ${uri}/ bookworm main`);
  expect(mirrorOf(sources, "trixie", "bookworm")).toBe(`${uri}/`);
});

test("the mirror of the release before has this one as well, unless another is said to have it", () => {
  const before = `deb ${uri} bookworm main`;
  const sources = parseSourcesList(before);
  expect(mirrorOf(sources, "trixie")).toBeUndefined();
  expect(mirrorOf(sources, "trixie", "bookworm")).toBe(uri);
  const both = parseSourcesList(`${before}\ndeb http://other.test/debian trixie main`);
  expect(mirrorOf(both, "trixie", "bookworm")).toBe("http://other.test/debian");
});

describe("*.sources", () => {
  const stanza = (lines: readonly string[]) => lines.join("\n");
  test.each([
    ["plain", ["Types: deb", `URIs: ${uri}`, "Suites: bookworm bookworm-updates", "Components: main"], uri],
    ["both types", ["Types: deb deb-src", `URIs: ${uri}`, "Suites: bookworm", "Components: main"], uri],
    [
      "continued",
      ["Types: deb", "URIs:", ` ${uri}`, "Suites: bookworm", "Components:", " main", " contrib"],
      uri,
    ],
    ["comments inside", ["Types: deb", "# no", `URIs: ${uri}`, "Suites: bookworm", "Components: main"], uri],
    ["other case", ["types: deb", `uris: ${uri}`, "suites: bookworm", "components: main"], uri],
    [
      "disabled",
      ["Enabled: no", "Types: deb", `URIs: ${uri}`, "Suites: bookworm", "Components: main"],
      undefined,
    ],
    ["sources alone", ["Types: deb-src", `URIs: ${uri}`, "Suites: bookworm", "Components: main"], undefined],
    ["another suite", ["Types: deb", `URIs: ${uri}`, "Suites: trixie", "Components: main"], undefined],
  ])("%s", (_, lines, wanted) => {
    expect(mirrorOf(parseSourcesStanzas(stanza(lines)), "bookworm")).toBe(wanted);
  });

  test("one after another", () => {
    const other = stanza(["Types: deb", "URIs: http://other.test", "Suites: nodistro", "Components: main"]);
    const ours = stanza(["Types: deb", `URIs: ${uri}`, "Suites: bookworm", "Components: main"]);
    expect(mirrorOf(parseSourcesStanzas(`${other}\n\n\n${ours}\n`), "bookworm")).toBe(uri);
  });
});
