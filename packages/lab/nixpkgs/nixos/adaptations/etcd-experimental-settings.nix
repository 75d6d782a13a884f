# Feature gates came with etcd 3.6, and with them settings lost the word
# `experimental` in their names.
lib: {
  options."services.etcd.extraConf" =
    {
      FEATURE_GATES ? "",
      WATCH_PROGRESS_NOTIFY_INTERVAL ? null,
      ...
    }@conf:
    removeAttrs conf [
      "FEATURE_GATES"
      "WATCH_PROGRESS_NOTIFY_INTERVAL"
    ]
    // lib.optionalAttrs (lib.hasInfix "InitialCorruptCheck=true" FEATURE_GATES) {
      EXPERIMENTAL_INITIAL_CORRUPT_CHECK = "true";
    }
    // lib.optionalAttrs (WATCH_PROGRESS_NOTIFY_INTERVAL != null) {
      EXPERIMENTAL_WATCH_PROGRESS_NOTIFY_INTERVAL = WATCH_PROGRESS_NOTIFY_INTERVAL;
    };
}
