#!/bin/sh
# Links the types of @quorate/cluster into this folder's node_modules, where an editor looks for them when
# it shows machines.ts. What somebody else has put there stays.
link=node_modules/@quorate/cluster
[ -f machines.ts ] || exit 0
[ -L "$link" ] && case $(readlink "$link") in
  /nix/store/*) ;;
  *) exit 0 ;;
esac
[ -e "$link" ] && [ ! -L "$link" ] && exit 0
mkdir -p node_modules/@quorate && ln -sfn "@types@" "$link"
