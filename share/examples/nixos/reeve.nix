# A NixOS module for the guests of the tree that "reeve render" wrote: see ../README.md.
{ tree, configuration, reeve }:
{ pkgs, ... }:
let
  units = tree + "/etc/systemd/system";
  isGuest = name: builtins.match "reeve-guest@.*" name != null;
  guests = builtins.filter isGuest (builtins.attrNames (builtins.readDir units));
  started = builtins.filter isGuest (builtins.attrNames (builtins.readDir (units + "/multi-user.target.wants")));
in
{
  # The template unit, and the order, deadlines and restarts of each guest.
  systemd.packages = [
    (pkgs.runCommand "reeve-guests" { } ''
      mkdir -p $out/lib/systemd/system
      cp ${reeve}/lib/systemd/system/* $out/lib/systemd/system/
      for unit in ${toString guests}; do cp -r ${units}/$unit $out/lib/systemd/system/; done
    '')
  ];
  systemd.targets.multi-user.wants = started;

  environment.etc."reeve".source = configuration;

  # Reeve looks for itself and for Xen's programs where other distributions have them.
  systemd.tmpfiles.rules = [
    "L+ /usr/bin/reeve - - - - ${reeve}/bin/reeve"
    "L+ /usr/local/bin - - - - ${pkgs.xen}/bin"
    "L+ /usr/local/libexec/xen - - - - ${pkgs.xen}/libexec/xen"
  ];
}
