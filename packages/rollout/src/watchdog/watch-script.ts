import { type DistributionKind, SECRETS_DIRECTORY } from "@quorate/cluster";
import { OPERATIONS } from "../distribution/operations.ts";
import { CONFIRMED_FILE, SWITCH_UNIT, VIP_RETURN_UNIT } from "../on-host.ts";
import { HAND_OVER_TIMEOUT } from "./hand-over-script.ts";
import { STARTED_BY, UNIT_FOLDER, WATCHDOG_UNIT } from "./on-host.ts";
import { othersCan } from "./others-can.ts";

/** Seconds that an activation is waited for before it counts as one that hangs: a little longer than deploy waits. */
const ACTIVATION_TIMEOUT = 32 * 60;

/** Seconds after which going back is tried again. */
const RETRY_SECONDS = 60;

/** Seconds that a boot is given to come to its end before its host goes back. */
const BOOT_SECONDS = 60;

const PROFILE = "/nix/var/nix/profiles/system";

/**
 * The watchdog: waits until a deployment confirms what it did, and goes back where it does not, or where it asks for
 * that. It is a file on the host's disk and runs programs of the system of before, found by `path`.
 *
 * Killed at any point, also by a power cut, it begins anew and comes to the same end. After a boot the time begins anew.
 */
export function watchScript(distribution: DistributionKind): string {
  const { etcdUnit, ofCluster } = OPERATIONS[distribution];
  // What is the cluster's does not go back with a host.
  const filesOfCluster = ofCluster.map((file) => `./${file}`).join(" | ");
  const ifOfCluster = (then: string): string =>
    filesOfCluster === "" ? "" : `    case $file in ${filesOfCluster}) ${then} ;; esac\n`;
  return `# Written by a deployment.
set -u
cd "\${0%/*}" || exit 1
PATH=$(cat path) && export PATH
boot=$(cat /proc/sys/kernel/random/boot_id)
uptime() { cut -d. -f1 /proc/uptime; }

restore_secrets() {
  mkdir -p ${SECRETS_DIRECTORY}
  rm -rf ${SECRETS_DIRECTORY}/.incoming
  ( cd previous/secrets && find . -maxdepth 1 -type f ) | while IFS= read -r file; do
${ifOfCluster(`[ ! -e "${SECRETS_DIRECTORY}/$file" ] || continue`)}    cmp -s "previous/secrets/$file" "${SECRETS_DIRECTORY}/$file" && continue
    cp -p "previous/secrets/$file" ${SECRETS_DIRECTORY}/.back && sync ${SECRETS_DIRECTORY}/.back && mv -f ${SECRETS_DIRECTORY}/.back "${SECRETS_DIRECTORY}/$file" || exit 1
  done || return 1
  ( cd ${SECRETS_DIRECTORY} && find . -maxdepth 1 -type f ) | while IFS= read -r file; do
${ifOfCluster("continue")}    [ -e "previous/secrets/$file" ] || rm -f "${SECRETS_DIRECTORY}/$file"
  done
  sync ${SECRETS_DIRECTORY}
}

# Never by our hand below the quorum: a member that serves waits until the others can do without it.
${othersCan(distribution)}
waits_for_others() {
  [ -e waits ] || echo 'waiting until the other members of etcd can do without this one'
  : >waits
  sleep 4
}

stops_something() { [ -e activated ] || [ "$(readlink -e /run/current-system)" != "$(cat previous/closure)" ]; }

go_back() {
  # A switch in the midst of a boot gets in the way of what that is about to start, and fails. One that hangs is given
  # its time once.
  if [ -z "$waited" ] && [ "$(said boot armed)" != "$boot" ]; then
    waited=yes
    timeout ${BOOT_SECONDS} systemctl is-system-running --wait </dev/null >/dev/null 2>&1
  fi
  # Before an activation has begun there is nothing to be stopped.
  if stops_something && ! others_can; then
    waits_for_others
    return
  fi
  rm -f waits
  exec 9>lock
  flock 9
  # It may have been confirmed a moment ago.
  [ -e armed ] || return 0
  because=silence
  [ -e back ] && because=asked
  previous=$(cat previous/closure)
  from=$(readlink -e /run/current-system)
  echo "going back to $previous ($because)"
  : >going
  systemctl stop ${SWITCH_UNIT} 2>/dev/null
  code=0
  restore_secrets || code=1
  if [ "$(readlink -e ${PROFILE})" != "$previous" ]; then
    nix-env -p ${PROFILE} --set "$previous" || code=$?
  fi
  armed_in=$(said boot armed)
  how=none
  if stops_something; then
    how=switch
    # A boot that did not get far: a switch starts what is wanted by the targets that are reached, and few are.
    if [ "$armed_in" != "$boot" ] && ! systemctl is-active basic.target >/dev/null 2>&1; then how=boot; fi
    # Others take over first what they can. Whatever becomes of that, what follows is done.
    if [ "$how" = switch ] && [ -s hand-over ]; then
      timeout -k 5 ${HAND_OVER_TIMEOUT} "$(readlink -e /proc/$$/exe)" hand-over "$previous" 9>&- </dev/null >/dev/null 2>&1
    fi
    # All of that has taken its time.
    if ! others_can; then
      rm -f going
      exec 9>&-
      waits_for_others
      return
    fi
    # One that does not serve is stopped at once: it might begin to, and be needed, until the activation stops it.
    if [ -s members ] && ! serves "$(said own members)"; then systemctl stop ${etcdUnit}; fi
    # What it starts, and leaves running, is not to hold the lock.
    "$previous/bin/switch-to-configuration" "$how" 9>&- || code=$?
  fi
  # Whoever had it leave the VIP may not come back.
  systemctl start ${VIP_RETURN_UNIT}.service 2>/dev/null
  [ "$(said closure ${CONFIRMED_FILE})" = "$previous" ] || rm -f ${CONFIRMED_FILE}
  systemctl reset-failed ${SWITCH_UNIT} 2>/dev/null
  printf '%s\\n' "from=$from" "to=$previous" "at=$(date +%s)" "because=$because" "code=$code" >went-back.new
  sync went-back.new
  mv -f went-back.new went-back
  rm -f going
  # Where that went wrong it is tried again: a full disk may have room then.
  if [ "$code" != 0 ] && [ "$code" != 4 ]; then
    rm -f back
    exec 9>&-
    last=$(($(uptime) - \${seconds:-0} + ${RETRY_SECONDS}))
    return
  fi
  rm -f armed heard activated
  sync .
  # What was booted since may have another kernel, whose drivers may be why nobody was heard of.
  if [ "$how" = boot ] || { [ "$armed_in" != "$boot" ] && [ "$(readlink -e /run/booted-system/kernel)" != "$(readlink -e "$previous/kernel")" ]; }; then
    systemctl reboot
  fi
}

rm -f going waits
last=$(uptime)
since= waited=
while [ -e armed ]; do
  now=$(uptime)
  seconds=$(said seconds armed)
  if read -r heard_in heard_at <heard 2>/dev/null && [ "$heard_in" = "$boot" ] && [ "$heard_at" -gt "$last" ]; then
    last=$heard_at
  fi
  case $(systemctl is-active ${SWITCH_UNIT} 2>/dev/null) in
    active | activating | deactivating | reloading)
      since=\${since:-$now}
      if [ $((now - since)) -lt ${ACTIVATION_TIMEOUT} ]; then last=$now; fi
      ;;
    *) since= ;;
  esac
  if [ -e back ] || { [ -n "$seconds" ] && [ $((now - last)) -ge "$seconds" ]; }; then go_back; fi
  sleep 1
done
# Whoever arms anew does so under the lock, and means this unit: then it begins anew.
exec 9>lock
flock 9
[ ! -e armed ] || exit 75
rm -f ${[`${UNIT_FOLDER}/${WATCHDOG_UNIT}`, ...STARTED_BY.map((target) => `${UNIT_FOLDER}/${target}.wants/${WATCHDOG_UNIT}`)].join(" ")}
systemctl daemon-reload
# Only now: whoever asked for it waits for the end.
rm -f back
`;
}
