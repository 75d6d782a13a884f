# The text of a unit file.
{ lib }:
let
  text =
    value:
    if value == true then
      "true"
    else if value == false then
      "false"
    else
      toString value;

  # A list is a key given several times; null is a key not given.
  line =
    key: value:
    if value == null then
      [ ]
    else if builtins.isList value then
      map (one: "${key}=${text one}") value
    else
      [ "${key}=${text value}" ];

  section =
    name: lines: if lines == [ ] then "" else lib.concatLines ([ "[${name}]" ] ++ lines ++ [ "" ]);

  settings = attrs: lib.concatLists (lib.mapAttrsToList line attrs);

  words = key: values: lib.optional (values != [ ]) "${key}=${toString values}";

  dependencies =
    unit:
    lib.concatLists [
      (words "After" unit.after)
      (words "Before" unit.before)
      (words "BindsTo" unit.bindsTo)
      (words "Conflicts" unit.conflicts)
      (words "PartOf" unit.partOf)
      (words "Requires" unit.requires)
      (words "Wants" unit.wants)
      (words "X-Reload-Triggers" unit.reloadTriggers)
      (words "X-Restart-Triggers" unit.restartTriggers)
    ];

  general =
    unit:
    section "Unit" (
      lib.optional (unit.description != "") "Description=${unit.description}"
      ++ dependencies unit
      ++ settings unit.unitConfig
    );

  # What switch-to-configuration is told, where it is not the usual.
  switching =
    service:
    lib.optional service.reloadIfChanged "X-ReloadIfChanged=true"
    ++ lib.optional (!service.restartIfChanged) "X-RestartIfChanged=false"
    ++ lib.optional (!service.stopIfChanged) "X-StopIfChanged=false";
in
{
  inherit section settings;
  plain = general;
  service =
    service:
    general service
    + section "Service" (
      lib.mapAttrsToList (name: value: "Environment=${builtins.toJSON "${name}=${toString value}"}") (
        lib.filterAttrs (_: value: value != null) service.environment
      )
      ++ switching service
      ++ settings service.serviceConfig
    );
}
