import { Project, ts } from "ts-morph";
import { describe, expect, it } from "vitest";
import { RESERVED_OPTIONS } from "../model/reserved-option.ts";

const FILE = new URL("./machines-in-an-editor.ts", import.meta.url).pathname;
const project = new Project({
  tsConfigFilePath: new URL("../../../../tsconfig.json", import.meta.url).pathname,
  skipAddingFilesFromTsConfig: true,
});

interface Parts {
  readonly loadBalancer?: string;
  readonly gateway?: string;
  readonly router?: string;
  readonly node?: string;
  readonly distribution?: string;
  readonly cni?: string;
  /** Instead of the machines that there are. */
  readonly machines?: string;
  /** Before the definition. */
  readonly before?: string;
}

/** A machines.ts on few lines, with some of its parts replaced. */
function machines({
  loadBalancer,
  gateway,
  router,
  node,
  machines,
  before,
  distribution,
  cni,
}: Parts): string {
  return `import { arp, bgp, defineCluster, flannel, k3s, node, none, router } from "../index.ts";
${before ?? ""}
export default defineCluster({
  name: "home",
  kubeMaster: {
    ip: "10.0.0.100",
    loadBalancer: ${loadBalancer ?? 'bgp({ asn: 64513, peers: ["router"] })'},
  },
  network: { subnet: "10.0.0.0/24", gateway: ${gateway ?? '"router"'}, nameservers: ["1.1.1.1"] ${cni ?? ""} },
  ${distribution ?? ""}
  machines: {
    ${
      machines ??
      `router: router({ ip: "10.0.0.1", asn: 64512 ${router ?? ""} }),
    plain: router({ ip: "10.0.0.2" }),
    node1: node({ ip: "10.0.0.11", interface: "eno1", disk: "/dev/sda", services: ["etcd"] ${node ?? ""} }),`
    }
  },
});
`;
}

/** What the compiler says: the text that it underlines, and its message. */
function errors(parts: Parts): readonly { readonly at: string; readonly message: string }[] {
  const file = project.createSourceFile(FILE, machines(parts), { overwrite: true });
  return file.getPreEmitDiagnostics().map((diagnostic) => {
    const start = diagnostic.getStart() ?? 0;
    return {
      at: file.getFullText().slice(start, start + (diagnostic.getLength() ?? 0)),
      message: ts.flattenDiagnosticMessageText(diagnostic.compilerObject.messageText, "\n"),
    };
  });
}

/** What an editor offers at the `|`. */
function completions(parts: Parts): readonly string[] {
  const text = machines(parts);
  project.createSourceFile(FILE, text.replace("|", ""), { overwrite: true });
  const service = project.getLanguageService().compilerObject;
  const found = service.getCompletionsAtPosition(FILE, text.indexOf("|"), {});
  return (found?.entries ?? []).map(({ name }) => name);
}

describe("an editor underlines", () => {
  it("nothing in a valid file", () => {
    expect(errors({})).toEqual([]);
  });

  it.each([
    ["a misspelt peer", '"ruoter"'],
    ["a misspelt peer after a right one", '"router", "ruoter"'],
  ])("%s itself, and suggests the right one", (_, peers) => {
    const [found, ...others] = errors({ loadBalancer: `bgp({ asn: 64513, peers: [${peers}] })` });
    expect(others).toEqual([]);
    expect(found?.at).toBe('"ruoter"');
    expect(found?.message).toBe(
      `Type '"ruoter"' is not assignable to type '"router" | RouterWithAsn'. Did you mean '"router"'?`,
    );
  });

  it.each([
    ["a node", "node1"],
    ["a router without an asn", "plain"],
  ])("a peer that is %s itself, and says what can be one", (_, peer) => {
    expect(errors({ loadBalancer: `bgp({ asn: 64513, peers: ["${peer}"] })` })).toEqual([
      { at: `"${peer}"`, message: `Type '"${peer}"' is not assignable to type '"router" | RouterWithAsn'.` },
    ]);
  });

  it("a peer itself where no router has an asn", () => {
    const found = errors({ machines: 'only: router({ ip: "10.0.0.1" })', gateway: '"only"' });
    expect(found).toEqual([
      { at: '"router"', message: "Type 'string' is not assignable to type 'RouterWithAsn'." },
    ]);
  });

  it("a misspelt peer of a load balancer that is made apart", () => {
    const before = 'const apart = bgp({ asn: 64513, peers: ["ruoter"] });';
    const [found, ...others] = errors({ before, loadBalancer: "apart" });
    expect(others).toEqual([]);
    expect(found?.at).toBe("loadBalancer");
    expect(found?.message).toContain(`Did you mean '"router"'?`);
    expect(errors({ before: before.replace("ruoter", "router"), loadBalancer: "apart" })).toEqual([]);
  });

  it("no name where machines are made by a loop", () => {
    const machines = '...Object.fromEntries([1, 2].map((n) => [`r${n}`, router({ ip: "::1", asn: n })]))';
    expect(errors({ machines, loadBalancer: 'bgp({ asn: 64513, peers: ["r1"] })', gateway: '"r1"' })).toEqual(
      [],
    );
  });

  it("an unknown gateway, and suggests the right one", () => {
    const [found, ...others] = errors({ gateway: '"ruoter"' });
    expect(others).toEqual([]);
    expect(found?.at).toBe("gateway");
    expect(found?.message).toContain(`Did you mean '"router"'?`);
    expect(found?.message).not.toContain("NamesOf");
  });

  it.each(['"kubernets"', '"etcd", "kubernets"'])("a misspelt service itself, in %s", (services) => {
    const found = errors({ node: `, taints: [], services: [${services}]` });
    expect(found.map(({ at }) => at)).toContain('"kubernets"');
  });

  it("a version of k3s that nixpkgs does not have, and a field that k3s does not take", () => {
    expect(errors({ distribution: 'distribution: k3s({ version: "1.32" }),' })).toMatchObject([
      { at: "version", message: expect.stringContaining("'\"1.32\"' is not assignable") },
    ]);
    expect(errors({ distribution: "distribution: k3s({ disabled: [] })," })).toMatchObject([
      { at: "disabled", message: expect.stringContaining("'disable'") },
    ]);
  });

  it("a VIP that nothing carries, and a load balancer without one", () => {
    expect(errors({ loadBalancer: "none()" })).toHaveLength(1);
  });

  it("services of a router", () => {
    const [found] = errors({ router: ', services: ["etcd"]' });
    expect(found?.message).toContain("'services' does not exist in type 'RouterSpec");
  });
});

describe("an editor says of the option", () => {
  const ELSEWHERE = '"nixosUnchecked takes any other option">';

  it.each([
    [
      "that the types do not know where it goes",
      "services: { prometheus: { enable: true } }",
      "prometheus",
      `'prometheus' does not exist in type 'Known<"services", Services, ${ELSEWHERE}'`,
    ],
    [
      "that the types do not know where it goes, at the top",
      "programs: {}",
      "programs",
      `'programs' does not exist in type 'Known<"", NixosOptions & Foreign, ${ELSEWHERE}'`,
    ],
    [
      "that is misspelt what was meant",
      "services: { openssh: { enabled: true } }",
      "enabled",
      "Did you mean to write 'enable'?",
    ],
    [
      "that Quorate depends on why it is not to be set",
      'networking: { hostName: "other" }',
      "hostName",
      `Type '"other"' is not assignable to type 'Refused<"it is the machine's name in the file">'.`,
    ],
    [
      "that would name code why it is not to be set",
      'imports: ["./module.nix"]',
      "imports",
      `'Refused<"a module of your own goes into the flake, as lib.mkCluster's modules">'`,
    ],
    [
      "that was renamed what it is called now",
      'services: { openssh: { permitRootLogin: "no" } }',
      "permitRootLogin",
      `'Refused<"renamed to services.openssh.settings.PermitRootLogin">'`,
    ],
  ])("%s", (_, nixos, at, message) => {
    const [found, ...others] = errors({ node: `, nixos: { ${nixos} }` });
    expect(others).toEqual([]);
    expect(found).toMatchObject({ at, message: expect.stringContaining(message) });
  });

  it("that is reserved so, whichever it is", () => {
    const names = Object.keys(RESERVED_OPTIONS);
    const lines = names.map((name, index) => {
      const parts = name.split(".");
      const value = `{ ${parts.join(": { ")}: "x" ${"} ".repeat(parts.length)}`;
      return `export const o${index}: SettableOptions = ${value};`;
    });
    const text = `import type { SettableOptions } from "../index.ts";\n${lines.join("\n")}\n`;
    const found = project.createSourceFile(FILE, text, { overwrite: true }).getPreEmitDiagnostics();
    expect(found.map((diagnostic) => names[(diagnostic.getLineNumber() ?? 0) - 2])).toEqual(names);
    const messages = found.map(({ compilerObject }) =>
      ts.flattenDiagnosticMessageText(compilerObject.messageText, "\n"),
    );
    expect(messages).toEqual(Object.values(RESERVED_OPTIONS).map((why) => expect.stringContaining(why)));
  });

  it("in its description, as NixOS's types say it", () => {
    const node = ", nixos: { services: { openssh: { |enable: true } } }";
    const text = machines({ node });
    project.createSourceFile(FILE, text.replace("|", ""), { overwrite: true });
    const service = project.getLanguageService().compilerObject;
    const info = service.getQuickInfoAtPosition(FILE, text.indexOf("|"));
    expect(ts.displayPartsToString(info?.documentation)).toBe("NixOS: boolean.\nDefault: `false`.");
  });
});

describe("an editor completes", () => {
  it("the gateway by the routers' names", () => {
    expect(completions({ gateway: '"|"' }).toSorted()).toEqual(["plain", "router"]);
  });

  it.each([
    ["the peers of a load balancer", 'bgp({ asn: 64513, peers: ["|"] })'],
    ["a peer after another", 'bgp({ asn: 64513, peers: ["router", "|"] })'],
    ["a peer that is being typed", 'bgp({ asn: 64513, peers: ["ro|"] })'],
    ["the peers where the number is not there yet", 'bgp({ peers: ["|"] })'],
    ["the peers of one that is written as a set", '{ kind: "bgp", asn: 64513, peers: ["|"] }'],
  ])("%s by the routers that have an asn", (_, loadBalancer) => {
    expect(completions({ loadBalancer })).toEqual(["router"]);
  });

  it("what k3s takes", () => {
    const inside = (fields: string) => completions({ distribution: `distribution: k3s({ ${fields} }),` });
    expect(inside("|").toSorted()).toEqual([
      "airgap",
      "authorities",
      "disable",
      "kubelet",
      "logins",
      "mirrors",
      "snapshots",
      "version",
    ]);
    expect(inside('version: "|"').toSorted()).toEqual(["1.33", "1.34", "1.35", "1.36"]);
    expect(inside('disable: ["traefik", "|"]').toSorted()).toEqual([
      "coredns",
      "local-storage",
      "metrics-server",
      "servicelb",
      "traefik",
    ]);
    expect(inside("snapshots: { | }").toSorted()).toEqual(["keep", "schedule"]);
    expect(completions({ cni: ', cni: flannel({ backend: "|" })' }).toSorted()).toEqual([
      "host-gw",
      "vxlan",
      "wireguard-native",
    ]);
  });

  it("services, and the fields of a node", () => {
    expect(completions({ node: ', labels: {}, services: ["|"]' }).toSorted()).toEqual([
      "etcd",
      "kubernetes",
      "worker",
    ]);
    const sshd = completions({ node: ", nixos: { services: { openssh: { | } } }" });
    expect(sshd).toEqual(expect.arrayContaining(["enable", "ports", "settings"]));
    expect(completions({ node: ", |" })).toEqual(
      expect.arrayContaining(["boot", "labels", "nixos", "schedulable", "system", "taints"]),
    );
  });
});

describe("an editor tells", () => {
  const files = project.addSourceFilesAtPaths(new URL("./*.ts", import.meta.url).pathname);
  const fields = files
    .filter((file) => !/\.(type-)?test\.ts$/.test(file.getBaseName()))
    .flatMap((file) => file.getInterfaces())
    .flatMap((declared) =>
      declared.getProperties().map((field) => ({ name: `${declared.getName()}.${field.getName()}`, field })),
    );

  it("of every field", () => {
    expect(fields.length).toBeGreaterThan(50);
  });

  it.each(fields)("what $name is", ({ field }) => {
    expect(field.getJsDocs().map((doc) => doc.getDescription().trim())).not.toContain("");
    expect(field.getJsDocs()).toHaveLength(1);
  });

  it.each(["kubeMaster", "loadBalancer", "network", "machines", "services"])(
    "what %s is, when asked",
    (name) => {
      const text = machines({});
      project.createSourceFile(FILE, text, { overwrite: true });
      const service = project.getLanguageService().compilerObject;
      const info = service.getQuickInfoAtPosition(FILE, text.indexOf(`${name}:`));
      expect(ts.displayPartsToString(info?.documentation)).toMatch(/^[A-Z].{20}/s);
    },
  );
});
