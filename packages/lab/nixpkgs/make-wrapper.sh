#!/bin/sh
# Stands in for makeWrapper: of its flags those that Quorate's package uses.
set -eu
program=$1 wrapper=$2
shift 2
flags='' lines=''
while [ $# -gt 0 ]; do
  case $1 in
    --add-flags) flags="$flags $2" && shift 2 ;;
    --suffix) lines="${lines}export $2=\"\${$2:+\$$2$3}$4\"
" && shift 4 ;;
    --set) lines="${lines}export $2='$3'
" && shift 3 ;;
    *) echo "makeWrapper: the double does not know $1" >&2 && exit 1 ;;
  esac
done
mkdir -p "${wrapper%/*}"
printf '#!/bin/sh\n%sexec %s%s "$@"\n' "$lines" "$program" "$flags" >"$wrapper"
chmod 0755 "$wrapper"
