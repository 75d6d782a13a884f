import { Project, ts } from "ts-morph";
import { describe, expect, it } from "vitest";

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
}

/** A machines.ts on few lines, with some of its parts replaced. */
function machines({ loadBalancer, gateway, router, node }: Parts): string {
  return `import { arp, bgp, defineCluster, node, router } from "../index.ts";
export default defineCluster({
  name: "home",
  kubeMaster: {
    ip: "10.0.0.100",
    loadBalancer: ${loadBalancer ?? 'bgp({ asn: 64513, peers: ["router"] })'},
  },
  network: { subnet: "10.0.0.0/24", gateway: ${gateway ?? '"router"'}, nameservers: ["1.1.1.1"] },
  machines: {
    router: router({ ip: "10.0.0.1", asn: 64512 ${router ?? ""} }),
    plain: router({ ip: "10.0.0.2" }),
    node1: node({ ip: "10.0.0.11", interface: "eno1", disk: "/dev/sda", services: ["etcd"] ${node ?? ""} }),
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
    ["a misspelt peer", "ruoter"],
    ["a peer that is a node", "node1"],
    ["a peer without an asn", "plain"],
  ])("the load balancer for %s, and names it and the routers there are", (_, peer) => {
    const found = errors({ loadBalancer: `bgp({ asn: 64513, peers: ["${peer}"] })` });
    expect(found).toHaveLength(1);
    expect(found[0]?.at).toBe("loadBalancer");
    expect(found[0]?.message).toContain(`Type '"${peer}"' is not assignable to type '"router"'`);
  });

  it("an unknown gateway, and suggests the right one", () => {
    const [found, ...others] = errors({ gateway: '"ruoter"' });
    expect(others).toEqual([]);
    expect(found?.at).toBe("gateway");
    expect(found?.message).toContain(`Did you mean '"router"'?`);
  });

  it("a misspelt service itself", () => {
    expect(errors({ node: ', taints: [], services: ["kubernets"]' }).map(({ at }) => at)).toContain(
      '"kubernets"',
    );
  });

  it("services of a router", () => {
    const [found] = errors({ router: ', services: ["etcd"]' });
    expect(found?.message).toContain("'services' does not exist in type 'RouterSpec");
  });
});

describe("an editor completes", () => {
  it("the gateway by the routers' names", () => {
    expect(completions({ gateway: '"|"' }).toSorted()).toEqual(["plain", "router"]);
  });

  it("the peers of a load balancer that is written as a set", () => {
    // Inside of bgp(…) TypeScript offers nothing: it settles that call before it knows the machines.
    expect(completions({ loadBalancer: '{ kind: "bgp", asn: 64513, peers: ["|"] }' })).toEqual(["router"]);
  });

  it("services, and the fields of a node", () => {
    expect(completions({ node: ', labels: {}, services: ["|"]' }).toSorted()).toEqual([
      "etcd",
      "kubernetes",
      "worker",
    ]);
    expect(completions({ node: ", |" })).toEqual(
      expect.arrayContaining(["boot", "labels", "nixos", "schedulable", "system", "taints"]),
    );
  });
});
