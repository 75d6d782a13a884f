# Of which version a host's programs are: those of ./programs.json, which the
# lab has in /opt/quorate-lab/bin, and Debian 12's where it has none of its own.
# Where the lab takes newer programs, a copy of this folder says so.
let
  ofTheLab = builtins.fromJSON (builtins.readFile ./programs.json);
in
{
  etcd = "3.4";
}
// ofTheLab
// {
  isOfTheLab = program: ofTheLab ? ${program};
}
