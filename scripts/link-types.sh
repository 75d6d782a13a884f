#!/bin/sh
# Links the types of @quorate/cluster, and those of Node.js that machines.ts runs in, into this folder's
# node_modules, where an editor looks for them when it shows machines.ts. Only a link made by this script is
# replaced: what else lies there stays.
root=@root@
[ -f machines.ts ] || exit 0

# link <name in node_modules> <folder below the root>
link() {
  link=node_modules/$1
  if [ -L "$link" ]; then
    case $(readlink "$link") in
      "$root/$2") return ;;
      */libexec/quorate/"$2") ;;
      *) return ;;
    esac
  elif [ -e "$link" ]; then
    return
  fi
  mkdir -p "${link%/*}" && ln -sfn "$root/$2" "$link" ||
    echo "The types of machines.ts could not be linked into node_modules." >&2
}

link @quorate/cluster dist/types
link @types/node node_modules/@types/node
exit 0
