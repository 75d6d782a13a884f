/** Sets `data` to the folder of etcd's data: machines.ts may say another, hence its unit is asked. */
export function etcdDataQuestion(etcdUnit: string): readonly string[] {
  return [
    `data=$(systemctl show ${etcdUnit} --property=Environment 2>/dev/null | tr ' ' '\\n' | sed -n 's/.*ETCD_DATA_DIR=//p' | tail -n 1)`,
    'data="${data:-/var/lib/etcd}"',
  ];
}
