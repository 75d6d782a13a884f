#!/bin/sh
# Stands in for NixOS's program of this name on a host of the lab: makes its system the running one, and starts,
# restarts, reloads and stops the units that differ, and no others, by the rules of NixOS's.
#
# Exit codes are NixOS's as well: 1 for what was not even begun, 2 for a failed activation, 4 for failed units.
set -u
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export PATH
system=@out@
state=/run/nixos

action=${1-}
case $action in
  switch | boot | test | dry-activate) ;;
  *)
    echo "usage: switch-to-configuration switch|boot|test|dry-activate" >&2
    exit 1
    ;;
esac
if [ ! -e /etc/quorate-lab/node ]; then
  echo "This is not a host of the lab" >&2
  exit 1
fi
if [ "$action" != dry-activate ]; then
  mkdir -p $state
  exec 9>$state/switch-to-configuration.lock
  flock -n 9 || {
    echo "Could not acquire lock" >&2
    exit 1
  }
fi

# What NixOS wants to be asked before; systems of the double ask nothing.
if [ -n "${PRE_SWITCH_CHECK-}" ] && [ "${NIXOS_NO_CHECK-}" != 1 ]; then
  $PRE_SWITCH_CHECK "$system" "$action" >&2 || {
    echo "Pre-switch checks failed" >&2
    exit 1
  }
fi

# The next start runs the system profile's `init`: there is no boot loader to be told.
[ "$action" != boot ] || exit 0

work=$(mktemp -d /run/switch-to-configuration.XXXXXX) || exit 1
trap 'rm -rf "$work"' EXIT
for list in stop start restart reload skip; do : >"$work/$list"; done

new=$system/etc/systemd/system
if [ -d /run/current-system/etc/systemd/system ]; then
  old=$(readlink -f /run/current-system)/etc/systemd/system
else
  old=$work/nothing
  mkdir "$old"
fi

# The names of the units that a system has something to say of.
units_in() {
  (cd "$1" && ls -1 | sed -n -e 's/\.d$//' -e '/\.\(service\|target\|slice\|socket\|path\|timer\|mount\)$/p') | sort -u
}
# A unit with all that is added to it.
text_of() {
  if [ -e "$1/$2" ]; then cat "$1/$2"; fi
  for file in "$1/$2.d"/*.conf; do
    if [ -e "$file" ]; then echo && cat "$file"; fi
  done
}
masked() { [ "$(readlink "$1/$2" 2>/dev/null)" = /dev/null ]; }
# What of a unit matters to the process that runs; the last two arguments choose what is left out.
essence() {
  awk -v reloads="$1" '
    /^\[/ { section = $0; next }
    /^[ \t]*([#;]|$)/ { next }
    section == "[Install]" { next }
    section == "[Unit]" && /^(Description|Documentation|OnFailure|OnSuccess|OnFailureJobMode|IgnoreOnIsolate|StopWhenUnneeded|RefuseManualStart|RefuseManualStop|AllowIsolate|CollectMode|SourcePath)=/ { next }
    (section == "[Unit]" && /^X-Reload-Triggers=/) || (section == "[Service]" && /^ExecReload=/) { if (reloads == "with") print section $0; next }
    { print section $0 }
  ' | sort
}
# The last value of a key, for a unit's text on standard input.
value_of() { sed -n "s/^$1=//p" | tail -n 1; }
# Adds to a list, and notes it so that an interrupted switch is finished by the next.
plan() {
  echo "$2" >>"$work/$1"
  case $action:$1 in
    dry-activate:* | *:stop | *:skip) ;;
    *) echo "$2" >>"$state/$1-list" ;;
  esac
}

# The units that run, or try to.
active_units() {
  systemctl list-units --all --full --plain --no-legend --state=active,activating,reloading | awk '{ print $1 }' | sort -u
}
active_units >"$work/active"
active() { grep -Fqx -- "$1" "$work/active"; }

changed() {
  case $1 in
    # Limits count once systemd has read them; and a target is started again below.
    *.slice | *.path | *.target | *.socket) return ;;
  esac
  if [ "$(value_of X-ReloadIfChanged <"$work/new.text")" = true ]; then
    plan reload "$1"
  elif [ "$(value_of X-RestartIfChanged <"$work/new.text")" = false ] ||
    [ "$(value_of RefuseManualStop <"$work/new.text")" = true ] ||
    [ "$(value_of X-OnlyManualStart <"$work/new.text")" = true ]; then
    plan skip "$1"
  elif [ "$(value_of X-StopIfChanged <"$work/new.text")" = false ]; then
    plan restart "$1"
  else
    plan stop "$1"
    plan start "$1"
  fi
}

units_in "$old" >"$work/old"
units_in "$new" >"$work/new"
sort -u "$work/old" "$work/new" >"$work/all"
while read -r unit; do
  active "$unit" || continue
  if masked "$new" "$unit"; then
    plan stop "$unit"
  elif ! grep -Fqx "$unit" "$work/new"; then
    # A unit of the host's own is only no longer added to.
    if [ -e "$old/$unit" ] && [ "$(text_of "$old" "$unit" | value_of X-StopOnRemoval)" != false ]; then
      plan stop "$unit"
    elif [ ! -e "$old/$unit" ]; then
      plan restart "$unit"
    fi
  else
    text_of "$old" "$unit" >"$work/old.text"
    text_of "$new" "$unit" >"$work/new.text"
    ! cmp -s "$work/old.text" "$work/new.text" || continue
    for side in old new; do
      essence without <"$work/$side.text" >"$work/$side.restarts"
      essence with <"$work/$side.text" >"$work/$side.reloads"
    done
    if ! cmp -s "$work/old.restarts" "$work/new.restarts"; then
      changed "$unit"
    elif ! cmp -s "$work/old.reloads" "$work/new.reloads"; then
      plan reload "$unit"
    fi
  fi
done <"$work/all"

# What a switch that was interrupted had still to do.
for list in start restart reload; do
  if [ -e "$state/$list-list" ]; then cat "$state/$list-list" >>"$work/$list"; fi
  sort -u -o "$work/$list" "$work/$list"
done

names() { tr '\n' ' ' <"$work/$1" | sed -e 's/ $//' -e 's/ /, /g'; }
say() { if [ -s "$work/$1" ]; then echo "$2: $(names "$1")" >&2; fi; }

if [ "$action" = dry-activate ]; then
  say stop "would stop the following units"
  say skip "would NOT restart the following changed units"
  echo "would activate the configuration..." >&2
  say reload "would reload the following units"
  say restart "would restart the following units"
  say start "would start the following units"
  exit 0
fi

code=0
if [ -s "$work/stop" ]; then
  say stop "stopping the following units"
  xargs systemctl stop -- <"$work/stop"
fi
say skip "NOT restarting the following changed units"

echo "activating the configuration..." >&2
$system/activate || {
  echo "Failed to run activate script" >&2
  code=2
}
systemctl reset-failed
systemctl daemon-reload || exit 3
# Without --remove: on Debian that would empty /tmp.
systemd-tmpfiles --create --exclude-prefix=/dev

# Does what a list says, unit by unit in one go; a failing unit fails the switch.
carry_out() {
  if [ -s "$work/$1" ]; then
    say "$1" "$3"
    xargs systemctl "$2" -- <"$work/$1" || code=4
  fi
  rm -f "$state/$1-list"
}
# A unit that is gone meanwhile, or was not running, is not reloaded.
carry_out reload try-reload-or-restart "reloading the following units"
carry_out restart restart "restarting the following units"
# With the targets comes whatever they newly want, and what has failed before.
say start "starting the following units"
{
  cat "$work/start"
  echo multi-user.target
  grep '\.target$' "$work/new"
} | xargs systemctl start -- || code=4
rm -f "$state/start-list"

active_units >"$work/running"
cat "$work/active" "$work/start" | sort -u | grep -Fxv -f - "$work/running" | grep -v '\.scope$' >"$work/started"
say started "the following new units were started"

{
  systemctl list-units --all --full --plain --no-legend --state=failed | awk '{ print $1 }'
  systemctl list-units --all --full --plain --no-legend --type=service --state=auto-restart | awk '{ print $1 }' |
    while read -r unit; do
      [ "$(systemctl show --property=ExecMainStatus --value -- "$unit")" = 0 ] || echo "$unit"
    done
} | sort -u >"$work/failed"
if [ -s "$work/failed" ]; then
  say failed "warning: the following units failed"
  xargs systemctl status --no-pager --full -- <"$work/failed" >&2
  code=4
fi
exit $code
