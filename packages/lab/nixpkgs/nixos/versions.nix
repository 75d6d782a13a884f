# Of which versions a host's programs are: those of ./programs.json, which the lab
# builds. Where it takes others from PATH, a copy of this folder says so.
builtins.fromJSON (builtins.readFile ./programs.json)
