/**
 * Bash functions about cgroups, for the scripts below. `$cgroup` is the path below the root of every
 * hierarchy. On a machine with the unified hierarchy there is one tree; on one with version 1 there is
 * one for each controller, and the kernel has some that nobody has mounted.
 */
export const CGROUP_FUNCTIONS = `
# The mounted hierarchies, one path a line.
hierarchies() {
  awk '$3 == "cgroup" || $3 == "cgroup2" { print $2 }' /proc/self/mounts
}

unified() {
  [ -e /sys/fs/cgroup/cgroup.controllers ]
}

# Version 1 controllers that the kernel has and nobody has mounted.
unmounted_controllers() {
  if unified; then return; fi
  awk 'NR > 1 && $4 == 1 { print $1 }' /proc/cgroups | while read -r controller; do
    awk -v wanted="$controller" '$3 == "cgroup" { n = split($4, option, ","); for (i = 1; i <= n; i++) if (option[i] == wanted) found = 1 }
      END { exit !found }' /proc/self/mounts || printf '%s\\n' "$controller"
  done
}

# Mounts them below a folder, for this mount namespace alone.
mount_controllers() {
  local controller
  mkdir -p "$1"
  mount -t tmpfs -o mode=0755 quorate-lab "$1"
  for controller in $(unmounted_controllers); do
    mkdir -p "$1/$controller"
    mount -t cgroup -o "$controller" "$controller" "$1/$controller" || rmdir "$1/$controller"
  done
}

# Makes $cgroup in one hierarchy and moves this shell into it.
join_hierarchy() {
  local folder=$1 part
  local IFS=/
  for part in $cgroup; do
    if unified; then
      for controller in $(tr ' ' / <"$folder/cgroup.controllers"); do
        echo "+$controller" >"$folder/cgroup.subtree_control" 2>/dev/null || true
      done
    fi
    mkdir -p "$folder/$part"
    # A cpuset without processors takes no process.
    if [ -e "$folder/cpuset.cpus" ] && ! unified; then
      for file in cpuset.cpus cpuset.mems; do
        [ -n "$(cat "$folder/$part/$file")" ] || cat "$folder/$file" >"$folder/$part/$file"
      done
    fi
    folder=$folder/$part
  done
  echo $$ >"$folder/cgroup.procs"
}

join_cgroup() {
  local hierarchy
  while read -r hierarchy; do
    join_hierarchy "$hierarchy" || return 1
  done < <(hierarchies)
}

# Removes $cgroup and all below it from every hierarchy; fails while a process is in one.
remove_cgroup() {
  local hierarchy status=0
  while read -r hierarchy; do
    if [ -d "$hierarchy/$cgroup" ]; then
      find "$hierarchy/$cgroup" -depth -type d -exec rmdir {} + 2>/dev/null
      [ ! -d "$hierarchy/$cgroup" ] || status=1
    fi
  done < <(hierarchies)
  return $status
}
`.trimStart();

/**
 * The script that removes a cgroup, given as its first argument, from every hierarchy, and the folder of all
 * labs if it was the last. Run it in a mount namespace of its own; its second argument is a folder for mounts.
 */
export const REMOVE_CGROUP_SCRIPT = `set -u
${CGROUP_FUNCTIONS}
cgroup=$1
mount_controllers "$2"
remove_cgroup || exit 1
cgroup=\${1%%/*}
while read -r hierarchy; do
  rmdir "$hierarchy/$cgroup" 2>/dev/null
done < <(hierarchies)
exit 0
`;
