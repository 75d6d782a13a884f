import type { EmittedMember } from "./emitted.ts";
import { type Machine, startMachine } from "./machine.ts";

/**
 * Where the operator stands: addresses kept for documentation (RFC 5737, RFC 3849), which no cluster has.
 */
const OPERATOR = ["192.0.2.1", "2001:db8::1"] as const;

const IPV6_ON =
  "for f in /proc/sys/net/ipv6/conf/all/disable_ipv6; do if [ -e $f ]; then echo 0 >$f; fi; done";

// A switch, and the operator plugged into it. Nothing here touches the machine's own network.
const OPERATOR_SCRIPT = `
${IPV6_ON}
ip link set lo up
ip link add switch type bridge mcast_snooping 0 forward_delay 0
ip link set switch up
for address; do
  case $address in
    *:*) if [ -e /proc/sys/net/ipv6 ]; then ip address add "$address/128" dev switch nodad; fi ;;
    *) ip address add "$address/32" dev switch ;;
  esac
done`;

// $1 operator's process, $2 port of the switch, $3 interface; then addresses.
const MEMBER_SCRIPT = `
operator=$1 port=$2 interface=$3
shift 3
on_switch() { nsenter --target "$operator" --net "$@"; }
${IPV6_ON}
ip link set lo up
on_switch ip link add "$port" type veth peer name "$interface" netns "$$"
on_switch ip link set "$port" master switch up
ip link set "$interface" up
for address; do
  case $address in
    *:*)
      ip address add "$address" dev "$interface" nodad
      ip route replace ${OPERATOR[1]} dev "$interface" ;;
    *)
      ip address add "$address" dev "$interface"
      ip route replace ${OPERATOR[0]} dev "$interface" ;;
  esac
  on_switch ip route replace "\${address%/*}" dev switch
done
# What is written on the host from here on is memory, and seen by nobody else.
mount -t tmpfs -o mode=0755 quorum /var/lib`;

/** The operator's machine, and with it the switch that joins all. */
export function startOperator(): Promise<Machine> {
  return startMachine(OPERATOR_SCRIPT, OPERATOR);
}

/** A machine with the interface and the addresses of machines.ts, and an empty /var/lib. */
export function startHost(operator: Machine, member: EmittedMember, index: number): Promise<Machine> {
  return startMachine(MEMBER_SCRIPT, [
    String(operator.pid),
    `port${index}`,
    member.interface,
    ...member.addresses,
  ]);
}
