# Debian 12 has etcd 3.4, which knows newer settings by other names or not at all.
lib: {
  options."services.etcd.extraConf" =
    conf:
    removeAttrs conf [
      "FEATURE_GATES"
      "WATCH_PROGRESS_NOTIFY_INTERVAL"
    ]
    // lib.optionalAttrs (lib.hasInfix "InitialCorruptCheck=true" (conf.FEATURE_GATES or "")) {
      EXPERIMENTAL_INITIAL_CORRUPT_CHECK = "true";
    };
}
