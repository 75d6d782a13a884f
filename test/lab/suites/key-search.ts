import { lstatSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { type ClusterLab, NODES } from "../cluster-lab.ts";
import { type KeyTraces, patternOf, tracesOf } from "../private-keys.ts";
import type { Said } from "../workspace.ts";

/** How grep ends its word on a file that was there when it looked for files. */
const GONE = ": No such file or directory";

/** No private key is in a store of Nix, on any machine. */
export function keySearch(lab: ClusterLab): void {
  describe("private keys", () => {
    const keysOf = (folder: string) =>
      readdirSync(join(lab.workspace.folder, folder))
        .filter((name) => /(\.key|_key|id_ed25519)$/.test(name))
        .map((name) => tracesOf(lab.workspace.read(`${folder}/${name}`)));
    /** The files below `places` that hold a trace of one of the keys. */
    const search = (
      run: (argv: readonly string[], input: string) => Said,
      traces: readonly KeyTraces[],
      places: readonly string[],
    ): readonly string[] => {
      const argv = ["env", "LC_ALL=C", "grep", "-rlaP", "--file=-", "--", ...places];
      const { code, out, err } = run(argv, `${patternOf(traces)}\n`);
      // 1: nothing found. Others may build, and collect garbage, in the same store: what is gone is no trace.
      const untold = err.split("\n").filter((line) => line !== "" && !line.endsWith(GONE));
      if (code !== 0 && code !== 1 && untold.length > 0) throw new Error(err);
      return out.split("\n").filter((line) => line !== "");
    };

    test("are in no host's store; the search finds those that are planted", () => {
      for (const host of NODES) {
        const traces = keysOf(`certs/hosts/${host}`);
        expect(traces.length).toBeGreaterThan(8);
        const there = () =>
          search((argv, input) => lab.workspace.onHost(host, argv, input), traces, ["/nix/store"]);
        expect(there()).toEqual([]);

        const [first] = traces;
        if (first === undefined) throw new Error("there is a key");
        const plant = (name: string, content: string | Buffer) => {
          const write = `cat >/tmp/${name} && nix-store --add /tmp/${name} && rm /tmp/${name}`;
          return lab.workspace.mustOnHost(host, ["sh", "-c", write], content);
        };
        const planted = [
          plant("a-line", `before\n${first.lines.at(-1)}\nafter`),
          plant("the-bytes", Buffer.concat([Buffer.from([0, 255]), first.secret, Buffer.from("rest")])),
        ];
        // NixOS keeps files that are the same once, by a second name for each.
        const found = there().filter((path) => !path.startsWith("/nix/store/.links/"));
        expect(found.sort()).toEqual([...planted].sort());
        lab.workspace.mustOnHost(host, ["nix-store", "--delete", ...planted]);
        expect(there()).toEqual([]);
      }
    });

    test("are not in the store that everything was built in", () => {
      const folders = ["certs/authorities", "certs/operator", ...NODES.map((host) => `certs/hosts/${host}`)];
      const traces = folders.flatMap(keysOf);
      expect(traces.length).toBeGreaterThan(30);
      const [program, ...further] = ["nice", "-n", "19"] as const;
      const here = () => {
        // The keys are younger than this test: so is whatever holds one. Other tests' paths come and go meanwhile.
        // Second names of what is there are no other places.
        const places = readdirSync("/nix/store")
          .filter((name) => !name.startsWith("."))
          .map((name) => join("/nix/store", name))
          .filter((path) => (lstatSync(path, { throwIfNoEntry: false })?.ctimeMs ?? 0) >= lab.began)
          .filter((path) => !basename(path).includes("quorate-deploy"));
        return places.length === 0
          ? []
          : search((argv, input) => lab.workspace.run(program, [...further, ...argv], input), traces, places);
      };
      expect(here()).toEqual([]);

      lab.workspace.write("planted-by-a-test", `${traces[0]?.lines.at(-1)}\n`);
      const planted = lab.workspace.must("nix-store", ["--add", "planted-by-a-test"]).trim();
      expect(here()).toEqual([planted]);
      lab.workspace.must("nix-store", ["--delete", planted]);
    });
  });
}
