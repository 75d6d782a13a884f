# What stands in for a package, by its name (pname):
#
# - debs: Debian packages, all of whose programs it has; without a word it is the
#   one of the package's own name
# - commands: programs by their names, which are there in any case; `new=old` for
#   one that Debian calls otherwise. Without a word it is the package's main program
# - links: what else there is, by output and path, and where it is on a host
# - copies: the same for what hosts don't see: units and the like lie in /usr/lib,
#   where systemd would find Debian's beside NixOS'
# - units: units that somebody takes over; those that Debian's systemd lacks do nothing
# - empty: files that somebody reads and nobody needs
#
# Kubernetes, etcd, containerd and what else the lab's artefacts have come before
# programs of Debian.
{
  lab,
  libraries,
  units,
}:
let
  ofLab = commands: {
    debs = [ ];
    inherit commands;
  };
  nothing = {
    debs = [ ];
    commands = [ ];
  };
  shell.commands = [
    "bash"
    "sh=bash"
  ];
  coreutils = {
    debs = [ "coreutils" ];
    commands = [ ];
  };
  glibc = {
    debs = [
      "libc-bin"
      "nscd"
    ];
    commands = [ "getent" ];
    empty = [ "out/etc/rpc" ];
  };
  utilLinux = {
    debs = [
      "bsdextrautils"
      "eject"
      "fdisk"
      "login"
      "mount"
      "util-linux"
      "uuid-runtime"
    ];
    commands = [ ];
  };
in
{
  bash = shell;
  bash-interactive = shell;
  coreutils-full = coreutils;
  inherit coreutils glibc;
  glibc-nolibgcc = glibc;
  util-linux = utilLinux // {
    copies = {
      "bin/lib/systemd/system/fstrim.service" = "/usr/lib/systemd/system/fstrim.service";
      "bin/lib/systemd/system/fstrim.timer" = "/usr/lib/systemd/system/fstrim.timer";
    };
    links."lastlog/lib/security" = "${libraries}/security";
    empty = [ "lastlog/lib/tmpfiles.d/lastlog2.conf" ];
  };
  util-linux-minimal = utilLinux;

  # The lab's artefacts.
  cni-plugin-flannel = nothing // {
    links."out/bin/flannel" = "${lab}/cni/flannel";
  };
  cni-plugins = nothing // {
    links = builtins.listToAttrs (
      map
        (plugin: {
          name = "out/bin/${plugin}";
          value = "${lab}/cni/${plugin}";
        })
        [
          "bridge"
          "host-local"
          "loopback"
          "portmap"
        ]
    );
  };
  containerd = ofLab [
    "containerd"
    "containerd-shim-runc-v2"
    "ctr"
  ];
  etcdctl = ofLab [ "etcdctl" ];
  etcdserver = ofLab [ "etcd" ];
  etcdutl = ofLab [ "etcdutl" ];
  flannel = ofLab [ "flannel" ];
  kubernetes = ofLab [
    "kube-apiserver"
    "kube-controller-manager"
    "kube-proxy"
    "kube-scheduler"
    "kubectl"
    "kubelet"
  ];

  # systemd, without which there is no NixOS.
  systemd = {
    debs = [
      "systemd"
      "systemd-coredump"
      "systemd-resolved"
      "systemd-sysv"
      "systemd-timesyncd"
      "udev"
    ];
    commands = [ "udevadm" ];
    links = {
      "out/lib/security" = "${libraries}/security";
      "out/lib/systemd" = "/usr/lib/systemd";
    };
    copies = {
      "out/example/sysctl.d" = "/usr/lib/sysctl.d";
      "out/example/systemd/system" = "/usr/lib/systemd/system";
      "out/example/systemd/user" = "/usr/lib/systemd/user";
      "out/example/tmpfiles.d" = "/usr/lib/tmpfiles.d";
      "out/lib/udev/rules.d" = "/usr/lib/udev/rules.d";
      "out/share/dbus-1" = "/usr/share/dbus-1";
    };
    inherit units;
  };
  dbus = {
    debs = [
      "dbus"
      "dbus-bin"
      "dbus-daemon"
    ];
    copies = {
      "out/etc/systemd/system/dbus.service" = "/usr/lib/systemd/system/dbus.service";
      "out/etc/systemd/system/dbus.socket" = "/usr/lib/systemd/system/dbus.socket";
      "out/etc/systemd/user/dbus.service" = "/usr/lib/systemd/user/dbus.service";
      "out/etc/systemd/user/dbus.socket" = "/usr/lib/systemd/user/dbus.socket";
      "out/share/dbus-1" = "/usr/share/dbus-1";
    };
  };
  dbus-broker = {
    commands = [
      "dbus-broker"
      "dbus-broker-launch"
    ];
    copies = {
      "out/lib/systemd/system/dbus-broker.service" = "/usr/lib/systemd/system/dbus-broker.service";
      "out/lib/systemd/user/dbus-broker.service" = "/usr/lib/systemd/user/dbus-broker.service";
    };
  };

  # Under other names.
  iptables = {
    commands = [
      "ip6tables"
      "ip6tables-restore"
      "ip6tables-save"
      "iptables"
      "iptables-restore"
      "iptables-save"
    ];
  };
  bind.debs = [ "bind9-host" ];
  gnugrep.debs = [ "grep" ];
  gnused.debs = [ "sed" ];
  gnutar.debs = [ "tar" ];
  hostname-debian.debs = [ "hostname" ];
  iproute2.debs = [ "iproute2" ];
  iputils.debs = [
    "iputils-arping"
    "iputils-ping"
  ];
  conntrack-tools.debs = [ "conntrack" ];
  gawk.commands = [
    "awk=gawk"
    "gawk"
  ];
  libcap = {
    debs = [ "libcap2-bin" ];
    links = {
      "pam/lib/security" = "${libraries}/security";
    };
  };
  libxslt.debs = [ "xsltproc" ];
  linux-pam = {
    debs = [
      "libpam-modules-bin"
      "libpam-runtime"
    ];
    commands = [ ];
    links."out/lib/security" = "${libraries}/security";
  };
  nix = {
    debs = [ "nix-bin" ];
    copies = {
      "out/lib/systemd/system/nix-daemon.service" = "/usr/lib/systemd/system/nix-daemon.service";
      "out/lib/systemd/system/nix-daemon.socket" = "/usr/lib/systemd/system/nix-daemon.socket";
      "out/lib/tmpfiles.d/nix-daemon.conf" = "/usr/lib/tmpfiles.d/nix-daemon.conf";
    };
  };
  openssh = {
    debs = [
      "openssh-client"
      "openssh-server"
    ];
    links."out/libexec" = "/usr/lib/openssh";
    empty = [ "out/etc/ssh/moduli" ];
  };
  procps.commands = [ ];
  shadow = {
    debs = [
      "login"
      "login.defs"
      "passwd"
      "uidmap"
      "util-linux"
    ];
    commands = [
      "newgidmap"
      "newuidmap"
      "su"
    ];
  };
  which.commands = [ "which=which.debianutils" ];
  xz.debs = [ "xz-utils" ];

  # Data.
  glibc-locales = nothing // {
    empty = [ "out/lib/locale/locale-archive" ];
  };
  iana-etc = nothing // {
    empty = [
      "out/etc/protocols"
      "out/etc/services"
    ];
  };
  nss-cacert = nothing // {
    links = {
      "hashed/etc/ssl/certs" = "/etc/ssl/certs";
      "out/etc/ssl/certs" = "/usr/share/ca-certificates";
    };
  };
  tzdata = nothing // {
    links."out/share/zoneinfo" = "/usr/share/zoneinfo";
  };
}
