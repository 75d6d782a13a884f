# Makes a package whose programs are those of the lab's base tree, which is /usr
# here and on the hosts, and of the lab's artefacts, $lab. A program
# that neither has becomes one that says so.
set -eu
PATH=/usr/bin
shopt -s nullglob

for output in $outputs; do mkdir -p "${!output}"; done

# Debian's choice between programs of one name is a link below /etc, which a host has not.
followed() {
  local path=$1
  while case $(readlink "$path") in /etc/alternatives/*) ;; *) false ;; esac do
    path=$(readlink "$(readlink "$path")")
  done
  printf '%s\n' "$path"
}

found() {
  local folder
  for folder in "$lab/bin" /usr/bin /usr/sbin; do
    if [ -e "$folder/$1" ] || [ -L "$folder/$1" ]; then
      followed "$folder/$1"
      return
    fi
  done
  return 1
}

absent() {
  printf '#!/usr/bin/bash\necho "%s is not on this host: it is of %s, which the lab has no program for" >&2\nexit 127\n' "$1" "$package" >"$2"
  chmod 0555 "$2"
}

# Outputs that hold programs.
for output in $outputs; do
  case $output in
    dev | man | doc | info | devdoc | debug | static | lib | dist | hashed | p11kit | unbundled) continue ;;
  esac
  mkdir -p "${!output}/bin"
  cd "${!output}/bin"
  for name in $commands; do
    from=${name#*=}
    name=${name%%=*}
    if path=$(found "$from"); then ln -s "$path" "$name"; else absent "$name" "$name"; fi
  done
  for deb in $debs; do
    for list in /var/lib/dpkg/info/"$deb".list /var/lib/dpkg/info/"$deb":*.list; do
      [ ! -e "$list" ] || sed -n 's,^\(/usr\)\?/s\?bin/\([^/]*\)$,\2,p' "$list"
    done
  done | sort -u | while read -r name; do
    if ! [ -e "$name" ] && ! [ -L "$name" ] && path=$(found "$name"); then ln -s "$path" "$name"; fi
  done
  [ -e ../sbin ] || ln -s bin ../sbin
done

# What is not a program, by output and path: a link into the base tree, a copy of what a host does not see of it,
# a file that is there and says nothing.
made() {
  local output=${1%%/*}
  local path=${!output}/${1#*/}
  mkdir -p "${path%/*}"
  printf '%s\n' "$path"
}
for link in $links; do ln -s "${link#*=}" "$(made "${link%%=*}")"; done
for copy in $copies; do
  [ -e "${copy#*=}" ] || continue
  place=$(made "${copy%%=*}")
  cp -a --no-preserve=mode "${copy#*=}" "$place"
  # What they name of their own package is this one's: NixOS looks for it, and what changes with it is restarted.
  # Who may talk to Nix's daemon is a group of Debian's.
  find "$place" -type f -exec sed -i \
    -e "s,/usr/lib/systemd/systemd,$out/lib/systemd/systemd,g" -e s,nix-users,root,g {} +
done
for file in $empty; do : >"$(made "$file")"; done
for unit in $units; do
  for folder in "$out"/example/systemd/{system,user}; do
    if [ -e "$folder/$unit" ] || [ -L "$folder/$unit" ]; then continue; fi
    case $unit in
      # NixOS copies what is in it, and passes over links that lead nowhere.
      *.wants) mkdir "$folder/$unit" && ln -s ../nothing "$folder/$unit" ;;
      *) ln -s /dev/null "$folder/$unit" ;;
    esac
  done
done
