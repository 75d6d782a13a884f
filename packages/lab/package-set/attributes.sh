# Before 2.10 Nix tells builders in a sandbox where their attributes are outside of it.
if ! [ -e "$NIX_ATTRS_SH_FILE" ]; then
  export NIX_ATTRS_SH_FILE=$PWD/.attrs.sh NIX_ATTRS_JSON_FILE=$PWD/.attrs.json
fi
exec /usr/bin/bash "$@"
