{
  description = "A small double of treefmt-nix: it has the names, and formats nothing";

  outputs =
    { self }:
    {
      lib.evalModule =
        pkgs: module:
        let
          absent =
            name:
            pkgs.runCommand name { } ''
              echo "${name} needs the real treefmt-nix: the double can't build it" >&2
              exit 1
            '';
        in
        {
          config.build = {
            wrapper = absent "treefmt";
            check = _: absent "treefmt-check";
          };
        };
    };
}
