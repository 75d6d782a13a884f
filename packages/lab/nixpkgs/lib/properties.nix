# What a module may wrap a value in: conditions, priorities, places in a list.
let
  wrap = _type: attrs: attrs // { inherit _type; };
  typeOf = value: if builtins.isAttrs value then value._type or "" else "";
in
rec {
  mkIf = condition: content: wrap "if" { inherit condition content; };
  mkMerge = contents: wrap "merge" { inherit contents; };
  mkOverride = priority: content: wrap "override" { inherit priority content; };
  mkOptionDefault = mkOverride 1500;
  mkDefault = mkOverride 1000;
  mkForce = mkOverride 50;
  mkOrder = order: content: wrap "order" { inherit order content; };
  mkBefore = mkOrder 500;
  mkAfter = mkOrder 1500;

  # Every value that a wrapped one stands for, with its priority and its place.
  definitionsIn =
    value:
    {
      "if" = if value.condition then definitionsIn value.content else [ ];
      merge = builtins.concatMap definitionsIn value.contents;
      override = map (one: one // { inherit (value) priority; }) (definitionsIn value.content);
      order = map (one: one // { inherit (value) order; }) (definitionsIn value.content);
    }
    .${typeOf value} or [
      {
        inherit value;
        priority = 100;
        order = 1000;
      }
    ];

  # The same for an attribute set, with the wrapping handed down to its values: a
  # condition is not looked at before somebody asks for what it governs, and it
  # may itself depend on other values of the configuration.
  childrenOf =
    value:
    let
      each = f: map (builtins.mapAttrs (_: f)) (childrenOf value.content);
    in
    {
      "if" = each (mkIf value.condition);
      merge = builtins.concatMap childrenOf value.contents;
      override = each (mkOverride value.priority);
      order = each (mkOrder value.order);
    }
    .${typeOf value} or [ value ];
}
