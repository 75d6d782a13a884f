import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSystemRunner } from "@quorate/command";
import { afterEach, beforeEach, expect, test } from "vitest";
import { packImages } from "./pack-image.ts";

const run = createSystemRunner({ onLine: () => {}, verbose: false });
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "quorate-pack-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const layer = (name: string, mode: number) => {
  const folder = join(root, name);
  mkdirSync(folder);
  writeFileSync(join(folder, name), name);
  chmodSync(join(folder, name), mode);
  return folder;
};

const pack = (output: string) => {
  const [base, own] = [join(root, "base"), join(root, "own")];
  const images = [
    { reference: "example.org/one:1", folders: [base, own], command: ["/own"], user: "1234" },
    { reference: "example.org/two:2", folders: [base], arguments: ["sh"] },
  ];
  return packImages(images, "amd64", { output, work: join(root, "work") }, run);
};

test("packs images in one archive, a layer that they share once, with its files' modes", async () => {
  layer("base", 0o4755);
  layer("own", 0o600);
  await pack(join(root, "images.tar"));
  const into = join(root, "unpacked");
  mkdirSync(into);
  spawnSync("tar", ["-xf", join(root, "images.tar"), "-C", into]);
  const json = (path: string) => JSON.parse(readFileSync(join(into, path), "utf8"));
  const blob = (digest: string) => `blobs/sha256/${digest.replace("sha256:", "")}`;

  const { manifests } = json("index.json");
  const names = manifests.map((each: { annotations: object }) => Object.values(each.annotations)[0]);
  expect(names).toEqual(["example.org/one:1", "example.org/two:2"]);
  const [one, two] = manifests.map(({ digest }: { digest: string }) => json(blob(digest)));
  expect(one.layers).toHaveLength(2);
  expect(two.layers).toEqual([one.layers[0]]);
  expect(json(blob(one.config.digest)).config).toMatchObject({ Entrypoint: ["/own"], User: "1234" });
  expect(json(blob(two.config.digest)).config).toMatchObject({ Cmd: ["sh"] });
  const [shared, own] = one.layers.map(
    ({ digest }: { digest: string }) =>
      spawnSync("tar", ["-tvf", join(into, blob(digest))], { encoding: "utf8" }).stdout,
  );
  expect(shared).toMatch(/^-rwsr-xr-x .* \.\/base$/m);
  expect(own).toMatch(/^-rw------- .* \.\/own$/m);
});

test("packs the same folders to the same archive", async () => {
  layer("base", 0o755);
  layer("own", 0o644);
  await pack(join(root, "first.tar"));
  await pack(join(root, "second.tar"));
  expect(readFileSync(join(root, "first.tar")).equals(readFileSync(join(root, "second.tar")))).toBe(true);
});
