import type { Cni } from "./cni.ts";

/** Where plugins and configuration of a CNI that we do not install belong: NixOS's own folders are not writable. */
const FOLDERS = { binaries: "/var/lib/cni/bin", configuration: "/var/lib/cni/net.d" } as const;

/** No CNI of ours: whoever installs one brings its permissions, and trusts its interfaces. */
export function none(): Cni {
  return {
    optionsOf: () => ({
      virtualisation: {
        containerd: {
          settings: {
            plugins: {
              "io.containerd.grpc.v1.cri": {
                // The kubelet's start empties /opt/cni/bin, and /etc/cni/net.d is a link into the store.
                cni: { bin_dir: FOLDERS.binaries, conf_dir: FOLDERS.configuration },
              },
            },
          },
        },
      },
    }),
    interfaces: [],
    udpPorts: [],
    kubeconfigsFor: () => ({}),
    objects: [],
  };
}
