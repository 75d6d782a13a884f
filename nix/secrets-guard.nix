# Nix copies a flake's folder into its store, where everybody may read it. In a
# git repository that is what git tracks; anywhere else it is the whole folder.
root:
let
  inStore =
    builtins.substring 0 (builtins.stringLength builtins.storeDir) (toString root) == builtins.storeDir;
  found = builtins.filter (folder: builtins.pathExists (root + "/${folder}")) [
    "certs/authorities"
    "certs/hosts"
    "certs/imported"
    "certs/operator"
  ];
in
!inStore
|| found == [ ]
|| throw ''
  Private keys are in the Nix store: ${toString root} holds ${toString found}.
  Nix copied them along with the flake, because the folder is no git repository or git tracks them.
  Make it one (`git init`, `certs/` in .gitignore), delete that store path (`nix-store --delete ${toString root}`),
  and make new certificates if others can read this machine's store.
''
