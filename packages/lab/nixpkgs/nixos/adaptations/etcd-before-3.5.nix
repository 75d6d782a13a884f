# How often a watch says how far it is was not to be set before 3.5.
lib: {
  options."services.etcd.extraConf" = conf: removeAttrs conf [ "WATCH_PROGRESS_NOTIFY_INTERVAL" ];
}
