/** A line of shell that names what reads a snapshot's database, as `$tool`: etcdctl does where there is no etcdutl. */
export const ETCD_TOOL = "if command -v etcdutl >/dev/null; then tool=etcdutl; else tool=etcdctl; fi";
