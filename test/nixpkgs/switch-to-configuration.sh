#!/bin/sh
# Stands in for NixOS's program of this name: it changes nothing and says what it was asked.
case ${1-} in
  switch | boot | test | dry-activate) echo "test double: asked to $1; nothing is changed" >&2 ;;
  *)
    echo "usage: switch-to-configuration switch|boot|test|dry-activate" >&2
    exit 2
    ;;
esac
