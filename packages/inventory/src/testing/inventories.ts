/** An inventory of each shape that nk3's have had, by the day from which on they had it. */
export const INVENTORIES: { readonly [since: string]: string } = {
  "2024-06-07": `---
cluster:
  join_address: 172.30.190.198
  join_token: 2f909ce8-cae1-439a-86b3-da87b7ee9f55
  nodes:
    172.30.190.198:
      initiator: true
    172.30.190.137:
      initiator: false
    172.30.190.167:
      initiator: false
`,
  "2024-06-16": `---
cluster:
  join_address: 172.30.190.198
  join_token: 2f909ce8-cae1-439a-86b3-da87b7ee9f55
  default_gateway: 172.30.190.1
  nodes:
    172.30.190.198:
      initiator: true
      interface: enp3s0f0
      boot_device: /dev/nvme0n1
    172.30.190.137:
      initiator: false
      interface: enp3s0f0
      boot_device: /dev/nvme0n1
    172.30.190.167:
      initiator: false
      interface: enp4s0f0
      boot_device: /dev/nvme0n1
`,
  "2024-06-22": `---
cluster:
  join_address: 172.30.190.198
  join_token: "0123"
  default_gateway: 172.30.190.1
  nix_channel: nixos-24.05
  nodes:
    172.30.190.198: &server
      initiator: false
      interface: enp3s0f0
      boot_device: /dev/nvme0n1
    172.30.190.137: *server
    172.30.190.167:
      <<: *server
      interface: enp4s0f0
`,
  "2024-06-28": `---
cluster:
  join_address: 172.30.190.198
  join_token: abc
  nix_channel: nixos-24.05
  nodes:
    172.30.190.198: { initiator: yes, boot_device: /dev/nvme0n1 }
    172.30.190.137: { initiator: no, boot_device: /dev/nvme0n1 }
    172.30.190.167: { initiator: off, boot_device: /dev/nvme0n1 }
`,
  "2024-06-29": `---
join_address: 172.30.190.198
join_token: abc
nix_channel: nixos-24.05
nodes:
  172.30.190.198:
    initiator: false
    boot_device: /dev/nvme0n1
`,
  "2024-07-06": `---
# The cupboard's cluster.
join_address: 172.30.190.198
join_token: abc
nix_channel: nixos-24.11
watch_namespaces:
  - default
  - rook-ceph
nodes:
  # The one with the loud fan.
  172.30.190.198:
    initiator: true
    boot_device: /dev/nvme0n1
  172.30.190.137:
    initiator: false
    boot_device: /dev/nvme0n1 # the small one
  172.30.190.167:
    initiator: false
    boot_device: /dev/nvme0n1
`,
  "2025-01-15": `---
join_address: 172.30.190.198
join_token: abc
nix_channel: nixos-25.05
watch_namespaces: []
nodes:
  172.30.190.198:
    hostname: one
    interface: eno1
    boot_device: /dev/nvme0n1
    initiator: maybe
    bmc_password: hunter2
    disks: [/dev/sdb, /dev/sdc]
    rack:
      row: 3
      unit: 7
  172.30.190.137:
    hostname: two
  172.30.190.167:
    hostname: Three
`,
};
