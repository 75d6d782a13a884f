#!/bin/sh
# Links the types of @quorate/cluster into this folder's node_modules, where an editor looks for them when
# it shows machines.ts. Only a link made by this script is replaced: what else lies there stays.
types=@types@
link=node_modules/@quorate/cluster
[ -f machines.ts ] || exit 0
if [ -L "$link" ]; then
  case $(readlink "$link") in
    "$types") exit 0 ;;
    */libexec/quorate/dist/types) ;;
    *) exit 0 ;;
  esac
elif [ -e "$link" ]; then
  exit 0
fi
mkdir -p node_modules/@quorate && ln -sfn "$types" "$link" || echo "The types of machines.ts could not be linked into node_modules." >&2
