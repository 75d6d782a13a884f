# A host of the lab is a container: what belongs to the machine's kernel is not its to set.
lib: {
  flags =
    program: words:
    words
    ++ lib.optionals (program == "kube-proxy") [
      "--conntrack-max-per-core=0"
      "--conntrack-min=0"
      "--conntrack-tcp-timeout-established=0"
      "--conntrack-tcp-timeout-close-wait=0"
    ];

  # The container's control groups are the machine's: no systemd manages pods' slices in them.
  kubeletConfiguration =
    configuration:
    configuration
    // {
      cgroupDriver = "cgroupfs";
      enforceNodeAllocatable = [ ];
      failSwapOn = false;
    };
}
