# Builds a closure: units, files of /etc, and the programs that put them to use.
mkdir -p "$out/bin" "$out/etc/systemd/system" "$out/lab"

cd "$out/etc/systemd/system"
while read -r link path; do
  mkdir -p "$(dirname "$path")"
  ln -s "$link" "$path"
done <"$unitLinksPath"
# Each text is headed by a line with its number of lines and its path.
awk '
  left == 0 {
    if (path) close(path)
    left = $1
    path = substr($0, length($1) + 2)
    folder = path
    if (sub("/[^/]*$", "", folder)) system("mkdir -p \"" folder "\"")
    printf "" >path
    next
  }
  { print >path; left-- }
' "$unitsPath"

# The folder of units is a link as a whole: systemd finds there what the system has, and nothing else.
echo "symlink root root systemd/system" >"$out/lab/etc"
cd "$out/etc"
while read -r mode user group source target; do
  mkdir -p "$(dirname "$target")"
  ln -s "$source" "$target"
  echo "$mode $user $group $target" >>"$out/lab/etc"
done <"$etcPath"
cp "$usersPath" "$out/lab/users"

mkdir "$out/sw"
ln -s "$systemPath" "$out/sw/bin"
printf '%s' "$hostPlatform" >"$out/system"
echo "lab stand-in" >"$out/nixos-version"
for program in activate:"$activatePath" init:"$initPath" bin/switch-to-configuration:"$switchPath"; do
  sed "s|@out@|$out|g" "${program#*:}" >"$out/${program%%:*}"
  chmod 0555 "$out/${program%%:*}"
done
