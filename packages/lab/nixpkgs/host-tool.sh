#!/bin/sh
# Runs the host's @name@, wherever it is in PATH, passing over programs like this one.
# The usual places are looked at anyway: a build may have a short PATH.
IFS=:
for folder in $PATH /usr/local/bin /usr/bin /bin /usr/sbin /sbin; do
  case $folder in
    */*-of-the-host/bin) continue ;;
  esac
  if [ -x "$folder/@name@" ]; then
    unset IFS
    exec "$folder/@name@" "$@"
  fi
done
echo "@name@ is not on this host, and the double of nixpkgs has no other" >&2
exit 127
