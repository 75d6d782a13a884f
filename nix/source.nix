# This repository without what no build looks at, so that a changed machines.ts
# or document rebuilds nothing.
{
  name,
  # Paths from the repository's root, of files and of whole folders.
  include,
}:
let
  root = ./..;
  prefix = toString root + "/";
  relative = path: builtins.substring (builtins.stringLength prefix) (-1) path;
  isBelow = folder: path: path == folder || isPrefix "${folder}/" path;
  isPrefix = start: text: builtins.substring 0 (builtins.stringLength start) text == start;
  ignored = [
    "node_modules"
    "dist"
  ];
in
builtins.path {
  inherit name;
  path = root;
  filter =
    path: type:
    let
      place = relative (toString path);
    in
    !(builtins.elem (baseNameOf place) ignored)
    && builtins.any (
      wanted: isBelow wanted place || (type == "directory" && isBelow place wanted)
    ) include;
}
