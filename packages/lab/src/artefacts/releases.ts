import type { OciArchitecture } from "./oci-layout.ts";
import { KUBERNETES_PROGRAMS, PROGRAM_SETS } from "./programs.ts";
import type { RecipeName } from "./recipes.ts";

/** What upstream has published of a project, for machines without Go. */
export interface Release {
  readonly version: string;
  /** Where it is, without `https://`. */
  readonly path: (architecture: OciArchitecture) => string;
  /** Its digest, as upstream or those who checked it have written it down, as in `sha256:1d0e…`. */
  readonly digests: { readonly [Architecture in OciArchitecture]: string };
  /** Where the programs lie in the archive: `.` for its top, `-` where the file is itself the program. */
  readonly folder: (architecture: OciArchitecture) => string;
  /** What is taken of it. Empty: all. */
  readonly programs: readonly string[];
  /** MiB of it, unpacked. */
  readonly diskMiB: number;
}

/** The compiler, for what upstream does not publish: the lab's own programs. */
export type ReleaseName = RecipeName | "go";

/**
 * Upstream's archives, by the recipes whose results they can take the place of. Of Kubernetes they are those whose
 * digest the newest source of the same minor names; what is not here is built.
 */
export const RELEASES: { readonly [Name in ReleaseName]?: Release } = {
  "kubernetes-1.36": {
    version: "1.36.2",
    path: (architecture) => `dl.k8s.io/v1.36.2/kubernetes-server-linux-${architecture}.tar.gz`,
    digests: {
      amd64:
        "sha512:0c617cb74f6a8ddc142afd453b3ece4b39268d78febdbe9df91faf3a01031d364e9347bf8dfdc336e9ed0fe64ad82ce0209ef9fc0340e7d2f784d37bfa7e0d18",
      arm64:
        "sha512:7226d91204980892f593307f06acefd5579337ec5758c8615a0e46541a990083c6be9809b01fb9e06da7e9b6d7208a673fd5129b7145436c3fe6e726d1fa469d",
    },
    folder: () => "kubernetes/server/bin",
    programs: KUBERNETES_PROGRAMS,
    diskMiB: 1_536,
  },
  "kubernetes-1.35": {
    version: "1.35.3",
    path: (architecture) => `dl.k8s.io/v1.35.3/kubernetes-server-linux-${architecture}.tar.gz`,
    digests: {
      amd64:
        "sha512:0cb116bd777a249bdd4e1481028a61abba506071d7b59fdf8bf27d9214a5f123d23acc90b6de9cf15419b67ddd3cb1f5aa5b94389799c4842e6daf4a00db366c",
      arm64:
        "sha512:90c0f86ecd67f5b0289c6297e3bdcaea1990ef306e4fb312a299c8f675daac63ee100f605b4f5448427c88d1b8dcc52a9a6d7a5c37bb2c60c2b23a57ea14db23",
    },
    folder: () => "kubernetes/server/bin",
    programs: KUBERNETES_PROGRAMS,
    diskMiB: 1_536,
  },
  etcd: {
    version: "3.6.14",
    path: (architecture) =>
      `github.com/etcd-io/etcd/releases/download/v3.6.14/etcd-v3.6.14-linux-${architecture}.tar.gz`,
    digests: {
      amd64: "sha256:ffe840ff9295808e88cce2794a18a5ac87f12a5203c8314d0bf6aa119b41bac5",
      arm64: "sha256:fa1b80565ee6fc2df1ae6f57a508b221f3ecc7d591c317c581cd8281b0842b3e",
    },
    folder: (architecture) => `etcd-v3.6.14-linux-${architecture}`,
    programs: ["etcd", "etcdctl", "etcdutl"],
    diskMiB: 128,
  },
  containerd: {
    version: "2.3.4",
    path: (architecture) =>
      `github.com/containerd/containerd/releases/download/v2.3.4/containerd-static-2.3.4-linux-${architecture}.tar.gz`,
    digests: {
      amd64: "sha256:1d0eccd52471ab75e8d4645b538f73dc635f905cd2be776366eb1036a0089595",
      arm64: "sha256:ad21f456a69bca9c183a8bde892a7576d5d09ae88b3e376a47bde4a886037ab3",
    },
    folder: () => "bin",
    programs: PROGRAM_SETS.containerd.programs,
    diskMiB: 192,
  },
  cni: {
    version: "1.9.1",
    path: (architecture) =>
      `github.com/containernetworking/plugins/releases/download/v1.9.1/cni-plugins-linux-${architecture}-v1.9.1.tgz`,
    digests: {
      amd64: "sha256:b98f74a0f8522f0a83867178729c1aa70f2158f90c45a2ca8fa791db1c76b303",
      arm64: "sha256:56171987d3947707c3563db2f4001bccaf50fd63468611b9f3cbecb1375ee7ec",
    },
    folder: () => ".",
    programs: ["bridge", "host-local", "loopback", "portmap"],
    diskMiB: 192,
  },
  go: {
    version: "1.26.7",
    path: (architecture) => `dl.google.com/go/go1.26.7.linux-${architecture}.tar.gz`,
    digests: {
      amd64: "sha256:ffb5f8de10c62550dfddab66b36b57030721e0a44a3218e9e1181d7b59f121ca",
      arm64: "sha256:5a4ec883379d51ee9ce1040d5e87f8d35e20387574dd8c947feb01eabc3c1b37",
    },
    folder: () => ".",
    programs: [],
    diskMiB: 320,
  },
};

/** Where upstream's archives are: in a mirror, under the names of their hosts, or with upstream. */
export function releaseUrl(
  release: Release,
  architecture: OciArchitecture,
  mirror: string | undefined,
): string {
  const base = mirror === undefined ? "https:/" : mirror.replace(/\/+$/, "");
  return `${base}/${release.path(architecture)}`;
}

/** What says which archive is fetched, and what of it is taken: the result depends on this alone. */
export function releaseOptions(release: Release, architecture: OciArchitecture): readonly string[] {
  return [release.digests[architecture], release.folder(architecture), ...release.programs];
}
