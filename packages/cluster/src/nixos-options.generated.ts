// Made by `npm run generate:options` from packages/nixos-options/nixos-options.json. Not to be edited.
import type { NixValue } from "./nix-value.ts";
import type { Refused } from "./refused.ts";

/** A setting in a systemd unit; a list is written as one line for each element. */
type SystemdValue = string | number | boolean | null | readonly (string | number | boolean)[];
/**
 * The options of NixOS that are known by name and type, as they are written in plain data. All are optional;
 * one that does not exist, was renamed or removed, or has another type does not compile.
 */
export type NixosOptions = {
  readonly boot?: Boot;
  readonly environment?: Environment;
  /**
   * NixOS: attribute set of (submodule).
   * Default: `{}`.
   */
  readonly fileSystems?: { readonly [name: string]: FileSystemsName };
  readonly i18n?: I18n;
  readonly networking?: Networking;
  readonly nix?: Nix;
  readonly nixpkgs?: Nixpkgs;
  readonly security?: Security;
  readonly services?: Services;
  /**
   * NixOS: list of (submodule).
   * Default: `[]`.
   */
  readonly swapDevices?: readonly SwapDevicesItem[];
  readonly system?: System;
  readonly systemd?: Systemd;
  readonly time?: Time;
  readonly users?: Users;
  readonly virtualisation?: Virtualisation;
  readonly zramSwap?: ZramSwap;
};
/** `boot` */
type Boot = {
  /**
   * NixOS: strings concatenated with "\n".
   * Default: `""`.
   */
  readonly extraModprobeConfig?: string;
  readonly initrd?: BootInitrd;
  readonly kernel?: BootKernel;
  /**
   * NixOS: (attribute set of boolean) or (list of string) convertible to it.
   * Default: `{}`.
   */
  readonly kernelModules?: { readonly [name: string]: boolean } | readonly string[];
  /**
   * NixOS: raw value.
   * Default: `pkgs.linuxPackages`.
   * Not plain data: set it in a NixOS module.
   */
  readonly kernelPackages?: never;
  /**
   * NixOS: list of string, with spaces inside double quotes.
   * Default: `[]`.
   */
  readonly kernelParams?: readonly string[];
  readonly loader?: BootLoader;
  /**
   * NixOS: (attribute set of boolean) or (list of string) convertible to it.
   * Default: `{}`.
   */
  readonly supportedFilesystems?: { readonly [name: string]: boolean } | readonly string[];
};
/** `boot.initrd` */
type BootInitrd = {
  /**
   * NixOS: (attribute set of boolean) or (list of string) convertible to it.
   * Default: `{}`.
   */
  readonly availableKernelModules?: { readonly [name: string]: boolean } | readonly string[];
  /**
   * NixOS: (attribute set of boolean) or (list of string) convertible to it.
   * Default: `{}`.
   */
  readonly kernelModules?: { readonly [name: string]: boolean } | readonly string[];
};
/** `boot.kernel` */
type BootKernel = {
  /**
   * NixOS: open submodule of attribute set of (sysctl option value).
   * Default: `{}`.
   */
  readonly sysctl?: BootKernelSysctl;
};
/** `boot.kernel.sysctl` */
type BootKernelSysctl = {
  readonly [name: string]: boolean | number | string | null;
  /**
   * NixOS: null or (unsigned integer, meaning >=0).
   * Default: `null`.
   */
  readonly "net.core.rmem_max"?: number | null;
  /**
   * NixOS: null or (unsigned integer, meaning >=0).
   * Default: `null`.
   */
  readonly "net.core.wmem_max"?: number | null;
};
/** `boot.loader` */
type BootLoader = {
  readonly efi?: BootLoaderEfi;
  readonly grub?: BootLoaderGrub;
  readonly "systemd-boot"?: BootLoaderSystemdBoot;
  /**
   * NixOS: null or signed integer.
   * Default: `5`.
   */
  readonly timeout?: number | null;
};
/** `boot.loader.efi` */
type BootLoaderEfi = {
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly canTouchEfiVariables?: boolean;
  /**
   * NixOS: string.
   * Default: `"/boot"`.
   */
  readonly efiSysMountPoint?: string;
};
/** `boot.loader.grub` */
type BootLoaderGrub = {
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly backgroundColor?: string | null;
  /** @deprecated Removed from NixOS. */
  readonly bootDevice?: Refused<"removed from NixOS">;
  /**
   * NixOS: signed integer.
   * Default: `100`.
   */
  readonly configurationLimit?: number;
  /**
   * NixOS: string.
   * Default: `""`.
   */
  readonly configurationName?: string;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly copyKernels?: boolean;
  /**
   * NixOS: signed integer or string.
   * Default: `"0"`.
   */
  readonly default?: number | string;
  /**
   * NixOS: string.
   * Default: `""`.
   */
  readonly device?: string;
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly devices?: readonly string[];
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly efiInstallAsRemovable?: boolean;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly efiSupport?: boolean;
  /**
   * NixOS: boolean.
   * Default: `!config.boot.isContainer`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enableCryptodisk?: boolean;
  /**
   * NixOS: null or string.
   * Default: `"--class nixos --unrestricted"`.
   */
  readonly entryOptions?: string | null;
  /**
   * NixOS: strings concatenated with "\n".
   * Default: `""`.
   */
  readonly extraConfig?: string;
  /**
   * NixOS: strings concatenated with "\n".
   * Default: `""`.
   */
  readonly extraEntries?: string;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly extraEntriesBeforeNixOS?: boolean;
  /**
   * NixOS: attribute set of absolute path.
   * Default: `{}`.
   */
  readonly extraFiles?: { readonly [name: string]: string };
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly extraGrubInstallArgs?: readonly string[];
  /** @deprecated Removed from NixOS. */
  readonly extraInitrd?: Refused<"removed from NixOS">;
  /**
   * NixOS: strings concatenated with "\n".
   * Default: `""`.
   */
  readonly extraInstallCommands?: string;
  /**
   * NixOS: strings concatenated with "\n".
   * Default: `""`.
   */
  readonly extraPerEntryConfig?: string;
  /**
   * NixOS: strings concatenated with "\n".
   * Default: `""`.
   */
  readonly extraPrepareConfig?: string;
  /**
   * NixOS: null or absolute path.
   * Default: `"${pkgs.grub2}/share/grub/unicode.pf2"`.
   */
  readonly font?: string | null;
  /**
   * NixOS: null or signed integer.
   * Default: `null`.
   */
  readonly fontSize?: number | null;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly forceInstall?: boolean;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly forcei686?: boolean;
  /**
   * NixOS: one of "uuid", "label", "provided".
   * Default: `"uuid"`.
   */
  readonly fsIdentifier?: "uuid" | "label" | "provided";
  /**
   * NixOS: string.
   * Default: `"1024x768"`.
   */
  readonly gfxmodeBios?: string;
  /**
   * NixOS: string.
   * Default: `"auto"`.
   */
  readonly gfxmodeEfi?: string;
  /**
   * NixOS: string.
   * Default: `"text"`.
   */
  readonly gfxpayloadBios?: string;
  /**
   * NixOS: string.
   * Default: `"keep"`.
   */
  readonly gfxpayloadEfi?: string;
  /**
   * NixOS: attribute set of (absolute path or string).
   * Default: `{}`.
   */
  readonly ipxe?: { readonly [name: string]: string };
  readonly memtest86?: BootLoaderGrubMemtest86;
  /**
   * NixOS: list of (submodule).
   * Default: `[]`.
   */
  readonly mirroredBoots?: readonly BootLoaderGrubMirroredBootsItem[];
  /**
   * NixOS: null or absolute path.
   * No default.
   */
  readonly splashImage?: string | null;
  /**
   * NixOS: one of "normal", "stretch".
   * Default: `"stretch"`.
   */
  readonly splashMode?: "normal" | "stretch";
  /**
   * NixOS: string.
   * Default: `"/nix/store"`.
   */
  readonly storePath?: string;
  /**
   * NixOS: null or string.
   * Default: `"--class nixos"`.
   */
  readonly subEntryOptions?: string | null;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly theme?: string | null;
  /** @deprecated Renamed to `boot.loader.timeout`. */
  readonly timeout?: Refused<"renamed to boot.loader.timeout">;
  /**
   * NixOS: one of "menu", "countdown", "hidden".
   * Default: `"menu"`.
   */
  readonly timeoutStyle?: "menu" | "countdown" | "hidden";
  /** @deprecated Removed from NixOS. */
  readonly trustedBoot?: Refused<"removed from NixOS">;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly useOSProber?: boolean;
  /**
   * NixOS: attribute set of (submodule).
   * Default: `{}`.
   */
  readonly users?: { readonly [name: string]: BootLoaderGrubUsersName };
  /** @deprecated Kept by NixOS for old configurations only. */
  readonly version?: Refused<"kept by NixOS for old configurations only">;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly zfsSupport?: boolean;
};
/** `boot.loader.grub.memtest86` */
type BootLoaderGrubMemtest86 = {
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly params?: readonly string[];
};
/** `boot.loader.grub.mirroredBoots.*` */
type BootLoaderGrubMirroredBootsItem = {
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly devices?: readonly string[];
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly efiBootloaderId?: string | null;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly efiSysMountPoint?: string | null;
  /**
   * NixOS: string.
   * No default.
   */
  readonly path?: string;
};
/** `boot.loader.grub.users.<name>` */
type BootLoaderGrubUsersName = {
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly hashedPassword?: string | null;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly hashedPasswordFile?: string | null;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly password?: string | null;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly passwordFile?: string | null;
};
/** `boot.loader.systemd-boot` */
type BootLoaderSystemdBoot = {
  readonly bootCounting?: BootLoaderSystemdBootBootCounting;
  /**
   * NixOS: null or signed integer.
   * Default: `null`.
   */
  readonly configurationLimit?: number | null;
  /**
   * NixOS: one of "0", "1", "2", "5", "auto", "max", "keep".
   * Default: `"keep"`.
   */
  readonly consoleMode?: "0" | "1" | "2" | "5" | "auto" | "max" | "keep";
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly editor?: boolean;
  readonly "edk2-uefi-shell"?: BootLoaderSystemdBootEdk2UefiShell;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: attribute set of strings concatenated with "\n".
   * Default: `{}`.
   */
  readonly extraEntries?: { readonly [name: string]: string };
  /**
   * NixOS: attribute set of absolute path.
   * Default: `{}`.
   */
  readonly extraFiles?: { readonly [name: string]: string };
  /**
   * NixOS: strings concatenated with "\n".
   * Default: `""`.
   */
  readonly extraInstallCommands?: string;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly graceful?: boolean;
  /**
   * NixOS: unspecified value.
   * Default: `with config.hardware.deviceTree; enable && name != null`.
   */
  readonly installDeviceTree?: NixValue;
  readonly memtest86?: BootLoaderSystemdBootMemtest86;
  readonly netbootxyz?: BootLoaderSystemdBootNetbootxyz;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly rebootForBitlocker?: boolean;
  /**
   * NixOS: string.
   * Default: `"nixos"`.
   */
  readonly sortKey?: string;
  /**
   * NixOS: attribute set of (submodule).
   * Default: `{}`.
   */
  readonly windows?: { readonly [name: string]: BootLoaderSystemdBootWindowsName };
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly xbootldrMountPoint?: string | null;
};
/** `boot.loader.systemd-boot.bootCounting` */
type BootLoaderSystemdBootBootCounting = {
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: positive integer, meaning >0.
   * Default: `3`.
   */
  readonly tries?: number;
};
/** `boot.loader.systemd-boot.edk2-uefi-shell` */
type BootLoaderSystemdBootEdk2UefiShell = {
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: string.
   * Default: `"o_edk2-uefi-shell"`.
   */
  readonly sortKey?: string;
};
/** `boot.loader.systemd-boot.memtest86` */
type BootLoaderSystemdBootMemtest86 = {
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enable?: boolean;
  /** @deprecated Kept by NixOS for old configurations only. */
  readonly entryFilename?: Refused<"kept by NixOS for old configurations only">;
  /**
   * NixOS: string.
   * Default: `"o_memtest86"`.
   */
  readonly sortKey?: string;
};
/** `boot.loader.systemd-boot.netbootxyz` */
type BootLoaderSystemdBootNetbootxyz = {
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enable?: boolean;
  /** @deprecated Kept by NixOS for old configurations only. */
  readonly entryFilename?: Refused<"kept by NixOS for old configurations only">;
  /**
   * NixOS: string.
   * Default: `"o_netbootxyz"`.
   */
  readonly sortKey?: string;
};
/** `boot.loader.systemd-boot.windows.<name>` */
type BootLoaderSystemdBootWindowsName = {
  /**
   * NixOS: string.
   * No default.
   */
  readonly efiDeviceHandle?: string;
  /**
   * NixOS: string.
   * Default: `attribute name of this entry, prefixed with "o_windows_"`.
   */
  readonly sortKey?: string;
  /**
   * NixOS: string.
   * Default: `attribute name of this entry, prefixed with "Windows "`.
   */
  readonly title?: string;
};
/** `environment` */
type Environment = {
  /**
   * NixOS: attribute set of (submodule).
   * Default: `{}`.
   */
  readonly etc?: { readonly [name: string]: EnvironmentEtcName };
  /**
   * NixOS: list of package.
   * Default: `[]`.
   * A package is not plain data: set one in a NixOS module.
   */
  readonly systemPackages?: readonly never[];
  /**
   * NixOS: attribute set of (null or (list of (signed integer or string or absolute path)) or signed integer or string or absolute path).
   * Default: `{}`.
   */
  readonly variables?: { readonly [name: string]: readonly (number | string)[] | number | string | null };
};
/** `environment.etc.<name>` */
type EnvironmentEtcName = {
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: signed integer.
   * Default: `0`.
   */
  readonly gid?: number;
  /**
   * NixOS: string.
   * Default: `"+0"`.
   */
  readonly group?: string;
  /**
   * NixOS: string.
   * Default: `"symlink"`.
   */
  readonly mode?: string;
  /**
   * NixOS: absolute path.
   * No default.
   */
  readonly source?: string;
  /**
   * NixOS: string.
   * No default.
   */
  readonly target?: string;
  /**
   * NixOS: null or strings concatenated with "\n".
   * Default: `null`.
   */
  readonly text?: string | null;
  /**
   * NixOS: signed integer.
   * Default: `0`.
   */
  readonly uid?: number;
  /**
   * NixOS: string.
   * Default: `"+0"`.
   */
  readonly user?: string;
};
/** `fileSystems.<name>` */
type FileSystemsName = {
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly autoFormat?: boolean;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly autoResize?: boolean;
  /**
   * NixOS: list of string (with check: non-empty without trailing slash).
   * Default: `[]`.
   */
  readonly depends?: readonly string[];
  /**
   * NixOS: null or string (with check: non-empty).
   * Default: `null`.
   */
  readonly device?: string | null;
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly enable?: boolean;
  readonly encrypted?: FileSystemsNameEncrypted;
  /** @deprecated Kept by NixOS for old configurations only. */
  readonly formatOptions?: Refused<"kept by NixOS for old configurations only">;
  /**
   * NixOS: string (with check: non-empty).
   * No default.
   */
  readonly fsType?: string;
  /**
   * NixOS: null or string (with check: non-empty).
   * Default: `null`.
   */
  readonly label?: string | null;
  /**
   * NixOS: string (with check: non-empty without trailing slash).
   * Default: `"‹name›"`.
   */
  readonly mountPoint?: string;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly neededForBoot?: boolean;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly noCheck?: boolean;
  /**
   * NixOS: non-empty (list of string (with check: non-empty)).
   * Default: `["defaults"]`.
   */
  readonly options?: readonly [string, ...string[]];
  readonly overlay?: FileSystemsNameOverlay;
  readonly stratis?: FileSystemsNameStratis;
};
/** `fileSystems.<name>.encrypted` */
type FileSystemsNameEncrypted = {
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly blkDev?: string | null;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly keyFile?: string | null;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly label?: string | null;
};
/** `fileSystems.<name>.overlay` */
type FileSystemsNameOverlay = {
  /**
   * NixOS: null or (non-empty (list of (string or path in the Nix store))).
   * Default: `null`.
   */
  readonly lowerdir?: readonly [string, ...string[]] | null;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly upperdir?: string | null;
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly useStage1BaseDirectories?: boolean;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly workdir?: string | null;
};
/** `fileSystems.<name>.stratis` */
type FileSystemsNameStratis = {
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly poolUuid?: string | null;
};
/** `i18n` */
type I18n = {
  /**
   * NixOS: string.
   * Default: `"en_US.UTF-8"`.
   */
  readonly defaultLocale?: string;
};
/** `networking` */
type Networking = {
  /**
   * NixOS: attribute set of (submodule).
   * Default: `{}`.
   */
  readonly bonds?: { readonly [name: string]: NetworkingBondsName };
  /**
   * NixOS: attribute set of (submodule).
   * Default: `{}`.
   */
  readonly bridges?: { readonly [name: string]: NetworkingBridgesName };
  /**
   * NixOS: null or ((submodule) or string convertible to it).
   * Default: `null`.
   */
  readonly defaultGateway?: NetworkingDefaultGateway | string | null;
  /**
   * NixOS: null or ((submodule) or string convertible to it).
   * Default: `null`.
   */
  readonly defaultGateway6?: NetworkingDefaultGateway6 | string | null;
  readonly dhcpcd?: NetworkingDhcpcd;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly domain?: string | null;
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly enableIPv6?: boolean;
  /**
   * NixOS: strings concatenated with "\n".
   * Default: `""`.
   */
  readonly extraHosts?: string;
  readonly firewall?: NetworkingFirewall;
  /**
   * NixOS: string.
   * Default: `"${networking.hostName}.${networking.domain}"`.
   */
  readonly fqdn?: string;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly hostId?: string | null;
  /**
   * NixOS: string matching the pattern ^$|^[[:alnum:]]([[:alnum:]_-]{0,61}[[:alnum:]])?$.
   * Default: `config.system.nixos.distroId`.
   */
  readonly hostName?: string;
  /**
   * NixOS: attribute set of list of string.
   * No default.
   */
  readonly hosts?: { readonly [name: string]: readonly string[] };
  /**
   * NixOS: attribute set of (submodule).
   * Default: `{}`.
   */
  readonly interfaces?: { readonly [name: string]: NetworkingInterfacesName };
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly nameservers?: readonly string[];
  readonly nftables?: NetworkingNftables;
  readonly proxy?: NetworkingProxy;
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly search?: readonly string[];
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly useDHCP?: boolean;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly useNetworkd?: boolean;
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly usePredictableInterfaceNames?: boolean;
  /**
   * NixOS: attribute set of (submodule).
   * Default: `{}`.
   */
  readonly vlans?: { readonly [name: string]: NetworkingVlansName };
};
/** `networking.bonds.<name>` */
type NetworkingBondsName = {
  /**
   * NixOS: attribute set of string.
   * Default: `{}`.
   */
  readonly driverOptions?: { readonly [name: string]: string };
  /**
   * NixOS: list of string.
   * No default.
   */
  readonly interfaces?: readonly string[];
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly lacp_rate?: string | null;
  /**
   * NixOS: null or signed integer.
   * Default: `null`.
   */
  readonly miimon?: number | null;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly mode?: string | null;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly xmit_hash_policy?: string | null;
};
/** `networking.bridges.<name>` */
type NetworkingBridgesName = {
  /**
   * NixOS: list of string.
   * No default.
   */
  readonly interfaces?: readonly string[];
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly rstp?: boolean;
};
/** `networking.defaultGateway` */
type NetworkingDefaultGateway = {
  /**
   * NixOS: string.
   * No default.
   */
  readonly address?: string;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly interface?: string | null;
  /**
   * NixOS: null or signed integer.
   * Default: `null`.
   */
  readonly metric?: number | null;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly source?: string | null;
};
/** `networking.defaultGateway6` */
type NetworkingDefaultGateway6 = {
  /**
   * NixOS: string.
   * No default.
   */
  readonly address?: string;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly interface?: string | null;
  /**
   * NixOS: null or signed integer.
   * Default: `null`.
   */
  readonly metric?: number | null;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly source?: string | null;
};
/** `networking.dhcpcd` */
type NetworkingDhcpcd = {
  /**
   * NixOS: null or boolean.
   * Default: `null`.
   */
  readonly IPv6rs?: boolean | null;
  /**
   * NixOS: null or (list of string).
   * Default: `null`.
   */
  readonly allowInterfaces?: readonly string[] | null;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly allowSetuid?: boolean;
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly denyInterfaces?: readonly string[];
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: strings concatenated with "\n".
   * Default: `""`.
   */
  readonly extraConfig?: string;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly persistent?: boolean;
  /**
   * NixOS: strings concatenated with "\n".
   * Default: `""`.
   */
  readonly runHook?: string;
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly setHostname?: boolean;
  /**
   * NixOS: one of "background", "any", "ipv4", "ipv6", "both", "if-carrier-up".
   * Default: `"any"`.
   */
  readonly wait?: "background" | "any" | "ipv4" | "ipv6" | "both" | "if-carrier-up";
};
/** `networking.firewall` */
type NetworkingFirewall = {
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly allowPing?: boolean;
  /**
   * NixOS: list of attribute set of 16 bit unsigned integer; between 0 and 65535 (both inclusive).
   * Default: `[]`.
   */
  readonly allowedTCPPortRanges?: readonly ({ readonly [name: string]: number })[];
  /**
   * NixOS: list of 16 bit unsigned integer; between 0 and 65535 (both inclusive).
   * Default: `[]`.
   */
  readonly allowedTCPPorts?: readonly number[];
  /**
   * NixOS: list of attribute set of 16 bit unsigned integer; between 0 and 65535 (both inclusive).
   * Default: `[]`.
   */
  readonly allowedUDPPortRanges?: readonly ({ readonly [name: string]: number })[];
  /**
   * NixOS: list of 16 bit unsigned integer; between 0 and 65535 (both inclusive).
   * Default: `[]`.
   */
  readonly allowedUDPPorts?: readonly number[];
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly autoLoadConntrackHelpers?: boolean;
  /**
   * NixOS: one of "iptables", "nftables", "firewalld".
   * Default: `if config.services.firewalld.enable then "firewalld" else if config.networking.nftables.enable then…`.
   */
  readonly backend?: "iptables" | "nftables" | "firewalld";
  /**
   * NixOS: boolean or one of "strict", "loose".
   * Default: depends on the configuration.
   */
  readonly checkReversePath?: boolean | "strict" | "loose";
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly connectionTrackingModules?: readonly string[];
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: strings concatenated with "\n".
   * Default: `""`.
   */
  readonly extraCommands?: string;
  /**
   * NixOS: strings concatenated with "\n".
   * Default: `""`.
   */
  readonly extraForwardRules?: string;
  /**
   * NixOS: strings concatenated with "\n".
   * Default: `""`.
   */
  readonly extraInputRules?: string;
  /**
   * NixOS: list of package.
   * Default: `[]`.
   * A package is not plain data: set one in a NixOS module.
   */
  readonly extraPackages?: readonly never[];
  /**
   * NixOS: strings concatenated with "\n".
   * Default: `""`.
   */
  readonly extraReversePathFilterRules?: string;
  /**
   * NixOS: strings concatenated with "\n".
   * Default: `""`.
   */
  readonly extraStopCommands?: string;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly filterForward?: boolean;
  /**
   * NixOS: attribute set of (submodule).
   * Default: `{}`.
   */
  readonly interfaces?: { readonly [name: string]: NetworkingFirewallInterfacesName };
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly logRefusedConnections?: boolean;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly logRefusedPackets?: boolean;
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly logRefusedUnicastsOnly?: boolean;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly logReversePathDrops?: boolean;
  /**
   * NixOS: package.
   * Default: `if config.networking.nftables.enable then "pkgs.nftables" else "pkgs.iptables"`.
   * A package is not plain data: set one in a NixOS module.
   */
  readonly package?: never;
  /**
   * NixOS: null or strings concatenated with " ".
   * Default: `null`.
   */
  readonly pingLimit?: string | null;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly rejectPackets?: boolean;
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly trustedInterfaces?: readonly string[];
};
/** `networking.firewall.interfaces.<name>` */
type NetworkingFirewallInterfacesName = {
  /**
   * NixOS: list of attribute set of 16 bit unsigned integer; between 0 and 65535 (both inclusive).
   * Default: `[]`.
   */
  readonly allowedTCPPortRanges?: readonly ({ readonly [name: string]: number })[];
  /**
   * NixOS: list of 16 bit unsigned integer; between 0 and 65535 (both inclusive).
   * Default: `[]`.
   */
  readonly allowedTCPPorts?: readonly number[];
  /**
   * NixOS: list of attribute set of 16 bit unsigned integer; between 0 and 65535 (both inclusive).
   * Default: `[]`.
   */
  readonly allowedUDPPortRanges?: readonly ({ readonly [name: string]: number })[];
  /**
   * NixOS: list of 16 bit unsigned integer; between 0 and 65535 (both inclusive).
   * Default: `[]`.
   */
  readonly allowedUDPPorts?: readonly number[];
};
/** `networking.interfaces.<name>` */
type NetworkingInterfacesName = {
  /** @deprecated Renamed to `networking.interfaces.<name>.ipv4.addresses`. */
  readonly ip4?: Refused<"renamed to networking.interfaces.<name>.ipv4.addresses">;
  /** @deprecated Renamed to `networking.interfaces.<name>.ipv6.addresses`. */
  readonly ip6?: Refused<"renamed to networking.interfaces.<name>.ipv6.addresses">;
  /** @deprecated Kept by NixOS for old configurations only. */
  readonly ipAddress?: Refused<"kept by NixOS for old configurations only">;
  readonly ipv4?: NetworkingInterfacesNameIpv4;
  readonly ipv6?: NetworkingInterfacesNameIpv6;
  /** @deprecated Kept by NixOS for old configurations only. */
  readonly ipv6Address?: Refused<"kept by NixOS for old configurations only">;
  /** @deprecated Kept by NixOS for old configurations only. */
  readonly ipv6PrefixLength?: Refused<"kept by NixOS for old configurations only">;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly macAddress?: string | null;
  /**
   * NixOS: null or signed integer.
   * Default: `null`.
   */
  readonly mtu?: number | null;
  /**
   * NixOS: string.
   * No default.
   */
  readonly name?: string;
  /** @deprecated Kept by NixOS for old configurations only. */
  readonly preferTempAddress?: Refused<"kept by NixOS for old configurations only">;
  /** @deprecated Kept by NixOS for old configurations only. */
  readonly prefixLength?: Refused<"kept by NixOS for old configurations only">;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly proxyARP?: boolean;
  /** @deprecated Removed from NixOS. */
  readonly subnetMask?: Refused<"removed from NixOS">;
  /**
   * NixOS: one of "default", "disabled", "enabled".
   * Default: `config.networking.tempAddresses`.
   */
  readonly tempAddress?: "default" | "disabled" | "enabled";
  /**
   * NixOS: null or boolean.
   * Default: `null`.
   */
  readonly useDHCP?: boolean | null;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly virtual?: boolean;
  /**
   * NixOS: null or string.
   * Default: `"root"`.
   */
  readonly virtualOwner?: string | null;
  /**
   * NixOS: one of "tun", "tap".
   * Default: `if hasPrefix "tun" name then "tun" else "tap"`.
   */
  readonly virtualType?: "tun" | "tap";
  readonly wakeOnLan?: NetworkingInterfacesNameWakeOnLan;
};
/** `networking.interfaces.<name>.ipv4` */
type NetworkingInterfacesNameIpv4 = {
  /**
   * NixOS: list of (submodule).
   * Default: `[]`.
   */
  readonly addresses?: readonly NetworkingInterfacesNameIpv4AddressesItem[];
  /**
   * NixOS: list of (submodule).
   * Default: `[]`.
   */
  readonly routes?: readonly NetworkingInterfacesNameIpv4RoutesItem[];
};
/** `networking.interfaces.<name>.ipv4.addresses.*` */
type NetworkingInterfacesNameIpv4AddressesItem = {
  /**
   * NixOS: string.
   * No default.
   */
  readonly address?: string;
  /**
   * NixOS: integer between 0 and 32 (both inclusive).
   * No default.
   */
  readonly prefixLength?: number;
};
/** `networking.interfaces.<name>.ipv4.routes.*` */
type NetworkingInterfacesNameIpv4RoutesItem = {
  /**
   * NixOS: string.
   * No default.
   */
  readonly address?: string;
  /**
   * NixOS: attribute set of string.
   * Default: `{}`.
   */
  readonly options?: { readonly [name: string]: string };
  /**
   * NixOS: integer between 0 and 32 (both inclusive).
   * No default.
   */
  readonly prefixLength?: number;
  /**
   * NixOS: null or one of "unicast", "local", "broadcast", "multicast".
   * Default: `null`.
   */
  readonly type?: "unicast" | "local" | "broadcast" | "multicast" | null;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly via?: string | null;
};
/** `networking.interfaces.<name>.ipv6` */
type NetworkingInterfacesNameIpv6 = {
  /**
   * NixOS: list of (submodule).
   * Default: `[]`.
   */
  readonly addresses?: readonly NetworkingInterfacesNameIpv6AddressesItem[];
  /**
   * NixOS: list of (submodule).
   * Default: `[]`.
   */
  readonly routes?: readonly NetworkingInterfacesNameIpv6RoutesItem[];
};
/** `networking.interfaces.<name>.ipv6.addresses.*` */
type NetworkingInterfacesNameIpv6AddressesItem = {
  /**
   * NixOS: string.
   * No default.
   */
  readonly address?: string;
  /**
   * NixOS: integer between 0 and 128 (both inclusive).
   * No default.
   */
  readonly prefixLength?: number;
};
/** `networking.interfaces.<name>.ipv6.routes.*` */
type NetworkingInterfacesNameIpv6RoutesItem = {
  /**
   * NixOS: string.
   * No default.
   */
  readonly address?: string;
  /**
   * NixOS: attribute set of string.
   * Default: `{}`.
   */
  readonly options?: { readonly [name: string]: string };
  /**
   * NixOS: integer between 0 and 128 (both inclusive).
   * No default.
   */
  readonly prefixLength?: number;
  /**
   * NixOS: null or one of "unicast", "local", "broadcast", "multicast".
   * Default: `null`.
   */
  readonly type?: "unicast" | "local" | "broadcast" | "multicast" | null;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly via?: string | null;
};
/** `networking.interfaces.<name>.wakeOnLan` */
type NetworkingInterfacesNameWakeOnLan = {
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: list of (one of "phy", "unicast", "multicast", "broadcast", "arp", "magic", "secureon").
   * Default: `["magic"]`.
   */
  readonly policy?: readonly ("phy" | "unicast" | "multicast" | "broadcast" | "arp" | "magic" | "secureon")[];
};
/** `networking.nftables` */
type NetworkingNftables = {
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly checkRuleset?: boolean;
  /**
   * NixOS: attribute set of absolute path.
   * Default: `{ "/etc/hosts" = config.environment.etc.hosts.source; "/etc/protocols" = config.environment.etc.pro…`.
   */
  readonly checkRulesetRedirects?: { readonly [name: string]: string };
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: strings concatenated with "\n".
   * Default: `""`.
   */
  readonly extraDeletions?: string;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly flattenRulesetFile?: boolean;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly flushRuleset?: boolean;
  /**
   * NixOS: strings concatenated with "\n".
   * Default: `""`.
   */
  readonly preCheckRuleset?: string;
  /**
   * NixOS: strings concatenated with "\n".
   * Default: `""`.
   */
  readonly ruleset?: string;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly rulesetFile?: string | null;
  /**
   * NixOS: attribute set of (submodule).
   * Default: `{}`.
   */
  readonly tables?: { readonly [name: string]: NetworkingNftablesTablesName };
};
/** `networking.nftables.tables.<name>` */
type NetworkingNftablesTablesName = {
  /**
   * NixOS: strings concatenated with "\n".
   * No default.
   */
  readonly content?: string;
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: one of "ip", "ip6", "inet", "arp", "bridge", "netdev".
   * No default.
   */
  readonly family?: "ip" | "ip6" | "inet" | "arp" | "bridge" | "netdev";
  /**
   * NixOS: string.
   * No default.
   */
  readonly name?: string;
};
/** `networking.proxy` */
type NetworkingProxy = {
  /**
   * NixOS: null or string.
   * Default: `config.networking.proxy.default`.
   */
  readonly allProxy?: string | null;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly default?: string | null;
  /**
   * NixOS: null or string.
   * Default: `config.networking.proxy.default`.
   */
  readonly ftpProxy?: string | null;
  /**
   * NixOS: null or string.
   * Default: `config.networking.proxy.default`.
   */
  readonly httpProxy?: string | null;
  /**
   * NixOS: null or string.
   * Default: `config.networking.proxy.default`.
   */
  readonly httpsProxy?: string | null;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly noProxy?: string | null;
  /**
   * NixOS: null or string.
   * Default: `config.networking.proxy.default`.
   */
  readonly rsyncProxy?: string | null;
};
/** `networking.vlans.<name>` */
type NetworkingVlansName = {
  /**
   * NixOS: signed integer.
   * No default.
   */
  readonly id?: number;
  /**
   * NixOS: string.
   * No default.
   */
  readonly interface?: string;
};
/** `nix` */
type Nix = {
  readonly gc?: NixGc;
  /**
   * NixOS: open submodule of attribute set of (Nix config atom (null, bool, int, float, str, path or package) or list of (Nix config atom (null, bool, int, float, str, path or package))).
   * Default: `{}`.
   */
  readonly settings?: NixSettings;
};
/** `nix.gc` */
type NixGc = {
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly automatic?: boolean;
  /**
   * NixOS: (optionally newline-terminated) single-line string or list of string.
   * Default: `["03:15"]`.
   */
  readonly dates?: string | readonly string[];
  /**
   * NixOS: (optionally newline-terminated) single-line string.
   * Default: `""`.
   */
  readonly options?: string;
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly persistent?: boolean;
  /**
   * NixOS: (optionally newline-terminated) single-line string.
   * Default: `"0"`.
   */
  readonly randomizedDelaySec?: string;
};
/** `nix.settings` */
type NixSettings = {
  readonly [name: string]: boolean | number | string | null | readonly (boolean | number | string | null)[] | readonly string[] | "auto" | "relaxed";
  /**
   * NixOS: list of string.
   * Default: `["*"]`.
   */
  readonly "allowed-users"?: readonly string[];
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly "auto-optimise-store"?: boolean;
  /**
   * NixOS: signed integer.
   * Default: `0`.
   */
  readonly cores?: number;
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly "extra-sandbox-paths"?: readonly string[];
  /**
   * NixOS: signed integer or value "auto" (singular enum).
   * Default: `"auto"`.
   */
  readonly "max-jobs"?: number | "auto";
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly "require-sigs"?: boolean;
  /**
   * NixOS: boolean or value "relaxed" (singular enum).
   * Default: `true`.
   */
  readonly sandbox?: boolean | "relaxed";
  /**
   * NixOS: list of string.
   * No default.
   */
  readonly substituters?: readonly string[];
  /**
   * NixOS: list of string.
   * Default: `[ "nixos-test" "benchmark" "big-parallel" "kvm" "gccarch-<arch>" ]`.
   */
  readonly "system-features"?: readonly string[];
  /**
   * NixOS: list of string.
   * No default.
   */
  readonly "trusted-public-keys"?: readonly string[];
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly "trusted-substituters"?: readonly string[];
  /**
   * NixOS: list of string.
   * No default.
   */
  readonly "trusted-users"?: readonly string[];
};
/** `nixpkgs` */
type Nixpkgs = {
  /**
   * NixOS: string or (attribute set).
   * No default.
   */
  readonly hostPlatform?: string | { readonly [name: string]: NixValue };
};
/** `security` */
type Security = {
  readonly pki?: SecurityPki;
  readonly sudo?: SecuritySudo;
};
/** `security.pki` */
type SecurityPki = {
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly caCertificateBlacklist?: readonly string[];
  /**
   * NixOS: list of absolute path.
   * Default: `[]`.
   */
  readonly certificateFiles?: readonly string[];
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly certificates?: readonly string[];
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly useCompatibleBundle?: boolean;
};
/** `security.sudo` */
type SecuritySudo = {
  /**
   * NixOS: strings concatenated with "\n".
   * No default.
   */
  readonly configFile?: string;
  /**
   * NixOS: list of string.
   * Default: `["SETENV"]`.
   */
  readonly defaultOptions?: readonly string[];
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly execWheelOnly?: boolean;
  /**
   * NixOS: strings concatenated with "\n".
   * Default: `""`.
   */
  readonly extraConfig?: string;
  /**
   * NixOS: list of (submodule).
   * Default: `[]`.
   */
  readonly extraRules?: readonly SecuritySudoExtraRulesItem[];
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly keepTerminfo?: boolean;
  /**
   * NixOS: package.
   * Default: `pkgs.sudo`.
   * A package is not plain data: set one in a NixOS module.
   */
  readonly package?: never;
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly wheelNeedsPassword?: boolean;
};
/** `security.sudo.extraRules.*` */
type SecuritySudoExtraRulesItem = {
  /**
   * NixOS: list of (string or (submodule)).
   * No default.
   */
  readonly commands?: readonly (string | { readonly [name: string]: NixValue })[];
  /**
   * NixOS: list of (string or signed integer).
   * Default: `[]`.
   */
  readonly groups?: readonly (string | number)[];
  /**
   * NixOS: string.
   * Default: `"ALL"`.
   */
  readonly host?: string;
  /**
   * NixOS: string.
   * Default: `"ALL:ALL"`.
   */
  readonly runAs?: string;
  /**
   * NixOS: list of (string or signed integer).
   * Default: `[]`.
   */
  readonly users?: readonly (string | number)[];
};
/** `services` */
type Services = {
  readonly certmgr?: ServicesCertmgr;
  readonly cfssl?: ServicesCfssl;
  readonly chrony?: ServicesChrony;
  readonly etcd?: ServicesEtcd;
  readonly flannel?: ServicesFlannel;
  readonly haproxy?: ServicesHaproxy;
  readonly k3s?: ServicesK3s;
  readonly keepalived?: ServicesKeepalived;
  readonly kubernetes?: ServicesKubernetes;
  readonly openssh?: ServicesOpenssh;
  readonly resolved?: ServicesResolved;
  readonly rke2?: ServicesRke2;
  readonly timesyncd?: ServicesTimesyncd;
};
/** `services.certmgr` */
type ServicesCertmgr = {
  /**
   * NixOS: string.
   * Default: `"127.0.0.1:8888"`.
   */
  readonly defaultRemote?: string;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: string.
   * Default: `"127.0.0.1"`.
   */
  readonly metricsAddress?: string;
  /**
   * NixOS: 16 bit unsigned integer; between 0 and 65535 (both inclusive).
   * Default: `9488`.
   */
  readonly metricsPort?: number;
  /**
   * NixOS: package.
   * Default: `pkgs.certmgr`.
   * A package is not plain data: set one in a NixOS module.
   */
  readonly package?: never;
  /**
   * NixOS: string.
   * Default: `"30m"`.
   */
  readonly renewInterval?: string;
  /**
   * NixOS: attribute set of (absolute path or (submodule)).
   * Default: `{}`.
   */
  readonly specs?: { readonly [name: string]: string | { readonly [name: string]: NixValue } };
  /**
   * NixOS: one of "circus", "command", "dummy", "openrc", "systemd", "sysv".
   * Default: `"systemd"`.
   */
  readonly svcManager?: "circus" | "command" | "dummy" | "openrc" | "systemd" | "sysv";
  /**
   * NixOS: string.
   * Default: `"72h"`.
   */
  readonly validMin?: string;
};
/** `services.cfssl` */
type ServicesCfssl = {
  /**
   * NixOS: string.
   * Default: `"127.0.0.1"`.
   */
  readonly address?: string;
  /**
   * NixOS: string.
   * Default: `"${cfg.dataDir}/ca.pem"`.
   */
  readonly ca?: string;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly caBundle?: string | null;
  /**
   * NixOS: string.
   * Default: `"file:${cfg.dataDir}/ca-key.pem"`.
   */
  readonly caKey?: string;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly configFile?: string | null;
  /**
   * NixOS: absolute path.
   * Default: `"/var/lib/cfssl"`.
   */
  readonly dataDir?: string;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly dbConfig?: string | null;
  /**
   * NixOS: null or strings concatenated with ",".
   * Default: `null`.
   */
  readonly disable?: string | null;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly intBundle?: string | null;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly intDir?: string | null;
  /**
   * NixOS: integer between 0 and 5 (both inclusive).
   * Default: `1`.
   */
  readonly logLevel?: number;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly metadata?: string | null;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly mutualTlsCa?: string | null;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly mutualTlsClientCert?: string | null;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly mutualTlsClientKey?: string | null;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly mutualTlsCn?: string | null;
  /**
   * NixOS: 16 bit unsigned integer; between 0 and 65535 (both inclusive).
   * Default: `8888`.
   */
  readonly port?: number;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly remote?: string | null;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly responder?: string | null;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly responderKey?: string | null;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly tlsCert?: string | null;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly tlsKey?: string | null;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly tlsRemoteCa?: string | null;
};
/** `services.chrony` */
type ServicesChrony = {
  /**
   * NixOS: positive integer, meaning >0.
   * Default: `30`.
   */
  readonly autotrimThreshold?: number;
  /**
   * NixOS: string.
   * Default: `"/var/lib/chrony"`.
   */
  readonly directory?: string;
  /**
   * NixOS: boolean.
   * Default: `config.networking.networkmanager.enable`.
   */
  readonly dispatcherScript?: boolean;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: boolean.
   * Default: `config.environment.memoryAllocator.provider != "graphene-hardened" && config.environment.memoryAllo…`.
   */
  readonly enableMemoryLocking?: boolean;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enableNTS?: boolean;
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly enableRTCTrimming?: boolean;
  /**
   * NixOS: strings concatenated with "\n".
   * Default: `""`.
   */
  readonly extraConfig?: string;
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly extraFlags?: readonly string[];
  readonly initstepslew?: ServicesChronyInitstepslew;
  readonly makestep?: ServicesChronyMakestep;
  /**
   * NixOS: package.
   * Default: `pkgs.chrony`.
   * A package is not plain data: set one in a NixOS module.
   */
  readonly package?: never;
  /**
   * NixOS: one of "iburst", "offline".
   * Default: `"iburst"`.
   */
  readonly serverOption?: "iburst" | "offline";
  /**
   * NixOS: list of string.
   * Default: `config.networking.timeServers`.
   */
  readonly servers?: readonly string[];
};
/** `services.chrony.initstepslew` */
type ServicesChronyInitstepslew = {
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enabled?: boolean;
  /**
   * NixOS: floating point number or signed integer.
   * Default: `1000`.
   */
  readonly threshold?: number;
};
/** `services.chrony.makestep` */
type ServicesChronyMakestep = {
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: positive integer, meaning >0.
   * Default: `3`.
   */
  readonly limit?: number;
  /**
   * NixOS: floating point number or signed integer.
   * Default: `0.1`.
   */
  readonly threshold?: number;
};
/** `services.etcd` */
type ServicesEtcd = {
  /**
   * NixOS: list of string.
   * Default: `config.services.etcd.listenClientUrls`.
   */
  readonly advertiseClientUrls?: readonly string[];
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly certFile?: string | null;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly clientCertAuth?: boolean;
  /**
   * NixOS: absolute path.
   * Default: `"/var/lib/etcd"`.
   */
  readonly dataDir?: string;
  /**
   * NixOS: string.
   * Default: `""`.
   */
  readonly discovery?: string;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: attribute set of string.
   * Default: `{}`.
   */
  readonly extraConf?: { readonly [name: string]: string };
  /**
   * NixOS: list of string.
   * Default: `config.services.etcd.listenPeerUrls`.
   */
  readonly initialAdvertisePeerUrls?: readonly string[];
  /**
   * NixOS: list of string.
   * Default: `["${config.services.etcd.name}=http://127.0.0.1:2380"]`.
   */
  readonly initialCluster?: readonly string[];
  /**
   * NixOS: one of "new", "existing".
   * Default: `"new"`.
   */
  readonly initialClusterState?: "new" | "existing";
  /**
   * NixOS: string.
   * Default: `"etcd-cluster"`.
   */
  readonly initialClusterToken?: string;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly keyFile?: string | null;
  /**
   * NixOS: list of string.
   * Default: `["http://127.0.0.1:2379"]`.
   */
  readonly listenClientUrls?: readonly string[];
  /**
   * NixOS: list of string.
   * Default: `["http://127.0.0.1:2380"]`.
   */
  readonly listenPeerUrls?: readonly string[];
  /**
   * NixOS: string.
   * Default: `config.networking.hostName`.
   */
  readonly name?: string;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly openFirewall?: boolean;
  /**
   * NixOS: package.
   * Default: `pkgs.etcd`.
   * A package is not plain data: set one in a NixOS module.
   */
  readonly package?: never;
  /**
   * NixOS: null or absolute path.
   * Default: `config.services.etcd.certFile`.
   */
  readonly peerCertFile?: string | null;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly peerClientCertAuth?: boolean;
  /**
   * NixOS: null or absolute path.
   * Default: `config.services.etcd.keyFile`.
   */
  readonly peerKeyFile?: string | null;
  /**
   * NixOS: null or absolute path.
   * Default: `config.services.etcd.trustedCaFile`.
   */
  readonly peerTrustedCaFile?: string | null;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly trustedCaFile?: string | null;
};
/** `services.flannel` */
type ServicesFlannel = {
  /**
   * NixOS: attribute set.
   * Default: `{"Type":"vxlan"}`.
   */
  readonly backend?: { readonly [name: string]: NixValue };
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enable?: boolean;
  readonly etcd?: ServicesFlannelEtcd;
  /**
   * NixOS: JSON value.
   * Default: `{}`.
   */
  readonly extraNetworkConfig?: NixValue;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly iface?: string | null;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly kubeconfig?: string | null;
  /**
   * NixOS: string.
   * No default.
   */
  readonly network?: string;
  /**
   * NixOS: null or string.
   * Default: `config.networking.fqdnOrHostName`.
   */
  readonly nodeName?: string | null;
  /**
   * NixOS: package.
   * Default: `pkgs.flannel`.
   * A package is not plain data: set one in a NixOS module.
   */
  readonly package?: never;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly publicIp?: string | null;
  /**
   * NixOS: one of "etcd", "kubernetes".
   * Default: `"etcd"`.
   */
  readonly storageBackend?: "etcd" | "kubernetes";
  /**
   * NixOS: signed integer.
   * Default: `24`.
   */
  readonly subnetLen?: number;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly subnetMax?: string | null;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly subnetMin?: string | null;
};
/** `services.flannel.etcd` */
type ServicesFlannelEtcd = {
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly caFile?: string | null;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly certFile?: string | null;
  /**
   * NixOS: list of string.
   * Default: `["http://127.0.0.1:2379"]`.
   */
  readonly endpoints?: readonly string[];
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly keyFile?: string | null;
  /**
   * NixOS: string.
   * Default: `"/coreos.com/network"`.
   */
  readonly prefix?: string;
};
/** `services.haproxy` */
type ServicesHaproxy = {
  /**
   * NixOS: null or strings concatenated with "\n".
   * Default: `null`.
   */
  readonly config?: string | null;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: string.
   * Default: `"haproxy"`.
   */
  readonly group?: string;
  /**
   * NixOS: package.
   * Default: `pkgs.haproxy`.
   * A package is not plain data: set one in a NixOS module.
   */
  readonly package?: never;
  /**
   * NixOS: string.
   * Default: `"haproxy"`.
   */
  readonly user?: string;
};
/** `services.k3s` */
type ServicesK3s = {
  /**
   * NixOS: string.
   * Default: `""`.
   */
  readonly agentToken?: string;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly agentTokenFile?: string | null;
  /**
   * NixOS: attribute set of (submodule).
   * Default: `{}`.
   */
  readonly autoDeployCharts?: { readonly [name: string]: ServicesK3sAutoDeployChartsName };
  /**
   * NixOS: attribute set of (absolute path or package).
   * Default: `{}`.
   * A package is not plain data: set one in a NixOS module.
   */
  readonly charts?: { readonly [name: string]: string };
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly clusterInit?: boolean;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly configPath?: string | null;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly containerdConfigTemplate?: string | null;
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly disable?: readonly string[];
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly disableAgent?: boolean;
  /** @deprecated Removed from NixOS. */
  readonly docker?: Refused<"removed from NixOS">;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly environmentFile?: string | null;
  /**
   * NixOS: string or list of string.
   * Default: `[]`.
   */
  readonly extraFlags?: string | readonly string[];
  /**
   * NixOS: attribute set of anything.
   * Default: `{}`.
   */
  readonly extraKubeProxyConfig?: { readonly [name: string]: NixValue };
  /**
   * NixOS: attribute set of anything.
   * Default: `{}`.
   */
  readonly extraKubeletConfig?: { readonly [name: string]: NixValue };
  readonly gracefulNodeShutdown?: ServicesK3sGracefulNodeShutdown;
  /**
   * NixOS: list of package.
   * Default: `[]`.
   * A package is not plain data: set one in a NixOS module.
   */
  readonly images?: readonly never[];
  /**
   * NixOS: attribute set of (submodule).
   * Default: `{}`.
   */
  readonly manifests?: { readonly [name: string]: ServicesK3sManifestsName };
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly nodeExternalIP?: string | null;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly nodeIP?: string | null;
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly nodeLabel?: readonly string[];
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly nodeName?: string | null;
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly nodeTaint?: readonly string[];
  /**
   * NixOS: package.
   * Default: `pkgs.k3s`.
   * A package is not plain data: set one in a NixOS module.
   */
  readonly package?: never;
  /**
   * NixOS: one of "server", "agent".
   * Default: `"server"`.
   */
  readonly role?: "server" | "agent";
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly selinux?: boolean;
  /**
   * NixOS: string.
   * Default: `""`.
   */
  readonly serverAddr?: string;
  /**
   * NixOS: string.
   * Default: `""`.
   */
  readonly token?: string;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly tokenFile?: string | null;
};
/** `services.k3s.autoDeployCharts.<name>` */
type ServicesK3sAutoDeployChartsName = {
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly createNamespace?: boolean;
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: list of (absolute path or (attribute set)).
   * Default: `[]`.
   */
  readonly extraDeploy?: readonly (string | { readonly [name: string]: NixValue })[];
  /**
   * NixOS: YAML 1.1 value.
   * Default: `{}`.
   */
  readonly extraFieldDefinitions?: NixValue;
  /**
   * NixOS: string.
   * Default: `""`.
   */
  readonly hash?: string;
  /**
   * NixOS: non-empty string.
   * No default.
   */
  readonly name?: string;
  /**
   * NixOS: absolute path or package.
   * No default.
   * A package is not plain data: set one in a NixOS module.
   */
  readonly package?: string;
  /**
   * NixOS: non-empty string.
   * No default.
   */
  readonly repo?: string;
  /**
   * NixOS: non-empty string.
   * Default: `"default"`.
   */
  readonly targetNamespace?: string;
  /**
   * NixOS: absolute path or (attribute set).
   * Default: `{}`.
   */
  readonly values?: string | { readonly [name: string]: NixValue };
  /**
   * NixOS: non-empty string.
   * No default.
   */
  readonly version?: string;
};
/** `services.k3s.gracefulNodeShutdown` */
type ServicesK3sGracefulNodeShutdown = {
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: non-empty string.
   * Default: `"30s"`.
   */
  readonly shutdownGracePeriod?: string;
  /**
   * NixOS: non-empty string.
   * Default: `"10s"`.
   */
  readonly shutdownGracePeriodCriticalPods?: string;
};
/** `services.k3s.manifests.<name>` */
type ServicesK3sManifestsName = {
  /**
   * NixOS: null or (attribute set) or list of (attribute set).
   * Default: `null`.
   */
  readonly content?: { readonly [name: string]: NixValue } | readonly ({ readonly [name: string]: NixValue })[] | null;
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: absolute path.
   * No default.
   */
  readonly source?: string;
  /**
   * NixOS: non-empty string.
   * No default.
   */
  readonly target?: string;
};
/** `services.keepalived` */
type ServicesKeepalived = {
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enableScriptSecurity?: boolean;
  /**
   * NixOS: strings concatenated with "\n".
   * Default: `""`.
   */
  readonly extraConfig?: string;
  /**
   * NixOS: strings concatenated with "\n".
   * Default: `""`.
   */
  readonly extraGlobalDefs?: string;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly openFirewall?: boolean;
  /**
   * NixOS: package.
   * Default: `pkgs.keepalived`.
   * A package is not plain data: set one in a NixOS module.
   */
  readonly package?: never;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly secretFile?: string | null;
  readonly snmp?: ServicesKeepalivedSnmp;
  /**
   * NixOS: attribute set of (submodule).
   * Default: `{}`.
   */
  readonly vrrpInstances?: { readonly [name: string]: ServicesKeepalivedVrrpInstancesName };
  /**
   * NixOS: attribute set of (submodule).
   * Default: `{}`.
   */
  readonly vrrpScripts?: { readonly [name: string]: ServicesKeepalivedVrrpScriptsName };
};
/** `services.keepalived.snmp` */
type ServicesKeepalivedSnmp = {
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enableChecker?: boolean;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enableKeepalived?: boolean;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enableRfc?: boolean;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enableRfcV2?: boolean;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enableRfcV3?: boolean;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enableTraps?: boolean;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly socket?: string | null;
};
/** `services.keepalived.vrrpInstances.<name>` */
type ServicesKeepalivedVrrpInstancesName = {
  /**
   * NixOS: strings concatenated with "\n".
   * Default: `""`.
   */
  readonly extraConfig?: string;
  /**
   * NixOS: string.
   * No default.
   */
  readonly interface?: string;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly noPreempt?: boolean;
  /**
   * NixOS: signed integer.
   * Default: `100`.
   */
  readonly priority?: number;
  /**
   * NixOS: one of "MASTER", "BACKUP".
   * Default: `"BACKUP"`.
   */
  readonly state?: "MASTER" | "BACKUP";
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly trackInterfaces?: readonly string[];
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly trackScripts?: readonly string[];
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly unicastPeers?: readonly string[];
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly unicastSrcIp?: string | null;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly useVmac?: boolean;
  /**
   * NixOS: list of (submodule).
   * Default: `[]`.
   */
  readonly virtualIps?: readonly ServicesKeepalivedVrrpInstancesNameVirtualIpsItem[];
  /**
   * NixOS: integer between 1 and 255 (both inclusive).
   * No default.
   */
  readonly virtualRouterId?: number;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly vmacInterface?: string | null;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly vmacXmitBase?: boolean;
};
/** `services.keepalived.vrrpInstances.<name>.virtualIps.*` */
type ServicesKeepalivedVrrpInstancesNameVirtualIpsItem = {
  /**
   * NixOS: string.
   * No default.
   */
  readonly addr?: string;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly brd?: string | null;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly dev?: string | null;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly label?: string | null;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly scope?: string | null;
};
/** `services.keepalived.vrrpScripts.<name>` */
type ServicesKeepalivedVrrpScriptsName = {
  /**
   * NixOS: strings concatenated with "\n".
   * Default: `""`.
   */
  readonly extraConfig?: string;
  /**
   * NixOS: signed integer.
   * Default: `3`.
   */
  readonly fall?: number;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly group?: string | null;
  /**
   * NixOS: signed integer.
   * Default: `1`.
   */
  readonly interval?: number;
  /**
   * NixOS: signed integer.
   * Default: `5`.
   */
  readonly rise?: number;
  /**
   * NixOS: string.
   * No default.
   */
  readonly script?: string;
  /**
   * NixOS: signed integer.
   * Default: `5`.
   */
  readonly timeout?: number;
  /**
   * NixOS: string.
   * Default: `"keepalived_script"`.
   */
  readonly user?: string;
  /**
   * NixOS: signed integer.
   * Default: `0`.
   */
  readonly weight?: number;
};
/** `services.kubernetes` */
type ServicesKubernetes = {
  readonly addonManager?: ServicesKubernetesAddonManager;
  readonly addons?: ServicesKubernetesAddons;
  readonly apiserver?: ServicesKubernetesApiserver;
  /**
   * NixOS: string.
   * No default.
   */
  readonly apiserverAddress?: string;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly caFile?: string | null;
  /**
   * NixOS: null or string.
   * Default: `"10.1.0.0/16"`.
   */
  readonly clusterCidr?: string | null;
  readonly controllerManager?: ServicesKubernetesControllerManager;
  /**
   * NixOS: absolute path.
   * Default: `"/var/lib/kubernetes"`.
   */
  readonly dataDir?: string;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly easyCerts?: boolean;
  readonly etcd?: ServicesKubernetesEtcd;
  /**
   * NixOS: attribute set of boolean.
   * Default: `{}`.
   */
  readonly featureGates?: { readonly [name: string]: boolean };
  readonly flannel?: ServicesKubernetesFlannel;
  readonly kubeconfig?: ServicesKubernetesKubeconfig;
  readonly kubelet?: ServicesKubernetesKubelet;
  /**
   * NixOS: attribute set.
   * Default: `{"mkCert":"<function>","mkKubeConfig":"<function>","mkKubeConfigOptions":"<function>"}`.
   */
  readonly lib?: { readonly [name: string]: NixValue };
  /**
   * NixOS: string.
   * No default.
   */
  readonly masterAddress?: string;
  /**
   * NixOS: package.
   * Default: `pkgs.kubernetes`.
   * A package is not plain data: set one in a NixOS module.
   */
  readonly package?: never;
  /**
   * NixOS: list of package.
   * Default: `[]`.
   * A package is not plain data: set one in a NixOS module.
   */
  readonly path?: readonly never[];
  readonly pki?: ServicesKubernetesPki;
  readonly proxy?: ServicesKubernetesProxy;
  /**
   * NixOS: list of (one of "master", "node").
   * Default: `[]`.
   */
  readonly roles?: readonly ("master" | "node")[];
  readonly scheduler?: ServicesKubernetesScheduler;
  /**
   * NixOS: absolute path.
   * Default: `config.services.kubernetes.dataDir + "/secrets"`.
   */
  readonly secretsPath?: string;
  /** @deprecated Removed from NixOS. */
  readonly verbose?: Refused<"removed from NixOS">;
};
/** `services.kubernetes.addonManager` */
type ServicesKubernetesAddonManager = {
  /**
   * NixOS: attribute set of ((attribute set) or list of (attribute set)).
   * Default: `{}`.
   */
  readonly addons?: { readonly [name: string]: { readonly [name: string]: NixValue } | readonly ({ readonly [name: string]: NixValue })[] };
  /**
   * NixOS: attribute set of (attribute set).
   * Default: `{}`.
   */
  readonly bootstrapAddons?: { readonly [name: string]: { readonly [name: string]: NixValue } };
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enable?: boolean;
};
/** `services.kubernetes.addons` */
type ServicesKubernetesAddons = {
  /** @deprecated Removed from NixOS. */
  readonly dashboard?: Refused<"removed from NixOS">;
  readonly dns?: ServicesKubernetesAddonsDns;
};
/** `services.kubernetes.addons.dns` */
type ServicesKubernetesAddonsDns = {
  /**
   * NixOS: string.
   * Default: `"cluster.local"`.
   */
  readonly clusterDomain?: string;
  /**
   * NixOS: string.
   * Default: depends on the configuration.
   */
  readonly clusterIp?: string;
  /** @deprecated Renamed to `services.kubernetes.addons.dns.corednsImage`. */
  readonly coredns?: Refused<"renamed to services.kubernetes.addons.dns.corednsImage">;
  /**
   * NixOS: package.
   * Default: `{"_package":"docker-image-coredns.tar.gz"}`.
   * A package is not plain data: set one in a NixOS module.
   */
  readonly corednsImage?: never;
  /**
   * NixOS: string.
   * Default: `'' .:10053 { errors health :10054 kubernetes ${config.services.kubernetes.addons.dns.clusterDomain}…`.
   */
  readonly corefile?: string;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: one of "Reconcile", "EnsureExists".
   * Default: `"Reconcile"`.
   */
  readonly reconcileMode?: "Reconcile" | "EnsureExists";
  /**
   * NixOS: signed integer.
   * Default: `2`.
   */
  readonly replicas?: number;
};
/** `services.kubernetes.apiserver` */
type ServicesKubernetesApiserver = {
  /** @deprecated Renamed to `services.kubernetes.apiserver.bindAddress`. */
  readonly address?: Refused<"renamed to services.kubernetes.apiserver.bindAddress">;
  /** @deprecated Renamed to `services.kubernetes.apiserver.enableAdmissionPlugins`. */
  readonly admissionControl?: Refused<"renamed to services.kubernetes.apiserver.enableAdmissionPlugins">;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly advertiseAddress?: string | null;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly allowPrivileged?: boolean;
  /**
   * NixOS: string.
   * Default: `"api,https://kubernetes.default.svc"`.
   */
  readonly apiAudiences?: string;
  /**
   * NixOS: list of (one of "AlwaysAllow", "AlwaysDeny", "ABAC", "Webhook", "RBAC", "Node").
   * Default: `["RBAC","Node"]`.
   */
  readonly authorizationMode?: readonly ("AlwaysAllow" | "AlwaysDeny" | "ABAC" | "Webhook" | "RBAC" | "Node")[];
  /**
   * NixOS: list of (attribute set).
   * Default: `[]`.
   */
  readonly authorizationPolicy?: readonly ({ readonly [name: string]: NixValue })[];
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly basicAuthFile?: string | null;
  /**
   * NixOS: string.
   * Default: `"0.0.0.0"`.
   */
  readonly bindAddress?: string;
  /**
   * NixOS: null or absolute path.
   * Default: `config.services.kubernetes.caFile`.
   */
  readonly clientCaFile?: string | null;
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly disableAdmissionPlugins?: readonly string[];
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: list of string.
   * Default: `["NamespaceLifecycle","LimitRanger","ServiceAccount","ResourceQuota","DefaultStorageClass","Default…`.
   */
  readonly enableAdmissionPlugins?: readonly string[];
  readonly etcd?: ServicesKubernetesApiserverEtcd;
  /**
   * NixOS: strings concatenated with " ".
   * Default: `""`.
   */
  readonly extraOpts?: string;
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly extraSANs?: readonly string[];
  /**
   * NixOS: attribute set of boolean.
   * Default: `config.services.kubernetes.featureGates`.
   */
  readonly featureGates?: { readonly [name: string]: boolean };
  /** @deprecated Removed from NixOS. */
  readonly insecureBindAddress?: Refused<"removed from NixOS">;
  /** @deprecated Removed from NixOS. */
  readonly insecurePort?: Refused<"removed from NixOS">;
  /**
   * NixOS: null or absolute path.
   * Default: `config.services.kubernetes.caFile`.
   */
  readonly kubeletClientCaFile?: string | null;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly kubeletClientCertFile?: string | null;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly kubeletClientKeyFile?: string | null;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly preferredAddressTypes?: string | null;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly proxyClientCertFile?: string | null;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly proxyClientKeyFile?: string | null;
  /** @deprecated Removed from NixOS. */
  readonly publicAddress?: Refused<"removed from NixOS">;
  /**
   * NixOS: string.
   * Default: `"authentication.k8s.io/v1beta1=true"`.
   */
  readonly runtimeConfig?: string;
  /**
   * NixOS: signed integer.
   * Default: `6443`.
   */
  readonly securePort?: number;
  /**
   * NixOS: string.
   * Default: `"https://kubernetes.default.svc"`.
   */
  readonly serviceAccountIssuer?: string;
  /**
   * NixOS: absolute path.
   * No default.
   */
  readonly serviceAccountKeyFile?: string;
  /**
   * NixOS: absolute path.
   * No default.
   */
  readonly serviceAccountSigningKeyFile?: string;
  /**
   * NixOS: string.
   * Default: `"10.0.0.0/24"`.
   */
  readonly serviceClusterIpRange?: string;
  /**
   * NixOS: one of "etcd2", "etcd3".
   * Default: `"etcd3"`.
   */
  readonly storageBackend?: "etcd2" | "etcd3";
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly tlsCertFile?: string | null;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly tlsKeyFile?: string | null;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly tokenAuthFile?: string | null;
  /**
   * NixOS: null or signed integer.
   * Default: `null`.
   */
  readonly verbosity?: number | null;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly webhookConfig?: string | null;
};
/** `services.kubernetes.apiserver.etcd` */
type ServicesKubernetesApiserverEtcd = {
  /**
   * NixOS: null or absolute path.
   * Default: `config.services.kubernetes.caFile`.
   */
  readonly caFile?: string | null;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly certFile?: string | null;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly keyFile?: string | null;
  /**
   * NixOS: list of string.
   * Default: `["http://127.0.0.1:2379"]`.
   */
  readonly servers?: readonly string[];
};
/** `services.kubernetes.controllerManager` */
type ServicesKubernetesControllerManager = {
  /** @deprecated Renamed to `services.kubernetes.controllerManager.bindAddress`. */
  readonly address?: Refused<"renamed to services.kubernetes.controllerManager.bindAddress">;
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly allocateNodeCIDRs?: boolean;
  /**
   * NixOS: string.
   * Default: `"127.0.0.1"`.
   */
  readonly bindAddress?: string;
  /**
   * NixOS: string.
   * Default: `config.services.kubernetes.clusterCidr`.
   */
  readonly clusterCidr?: string;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: strings concatenated with " ".
   * Default: `""`.
   */
  readonly extraOpts?: string;
  /**
   * NixOS: attribute set of boolean.
   * Default: `config.services.kubernetes.featureGates`.
   */
  readonly featureGates?: { readonly [name: string]: boolean };
  /** @deprecated Removed from NixOS. */
  readonly insecurePort?: Refused<"removed from NixOS">;
  readonly kubeconfig?: ServicesKubernetesControllerManagerKubeconfig;
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly leaderElect?: boolean;
  /**
   * NixOS: null or absolute path.
   * Default: `config.services.kubernetes.caFile`.
   */
  readonly rootCaFile?: string | null;
  /**
   * NixOS: signed integer.
   * Default: `10252`.
   */
  readonly securePort?: number;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly serviceAccountKeyFile?: string | null;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly tlsCertFile?: string | null;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly tlsKeyFile?: string | null;
  /**
   * NixOS: null or signed integer.
   * Default: `null`.
   */
  readonly verbosity?: number | null;
};
/** `services.kubernetes.controllerManager.kubeconfig` */
type ServicesKubernetesControllerManagerKubeconfig = {
  /**
   * NixOS: null or absolute path.
   * Default: `config.services.kubernetes.caFile`.
   */
  readonly caFile?: string | null;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly certFile?: string | null;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly keyFile?: string | null;
  /**
   * NixOS: string.
   * No default.
   */
  readonly server?: string;
};
/** `services.kubernetes.etcd` */
type ServicesKubernetesEtcd = {
  /** @deprecated Renamed to `services.kubernetes.apiserver.etcd.caFile`. */
  readonly caFile?: Refused<"renamed to services.kubernetes.apiserver.etcd.caFile">;
  /** @deprecated Renamed to `services.kubernetes.apiserver.etcd.certFile`. */
  readonly certFile?: Refused<"renamed to services.kubernetes.apiserver.etcd.certFile">;
  /** @deprecated Renamed to `services.kubernetes.apiserver.etcd.keyFile`. */
  readonly keyFile?: Refused<"renamed to services.kubernetes.apiserver.etcd.keyFile">;
  /** @deprecated Renamed to `services.kubernetes.apiserver.etcd.servers`. */
  readonly servers?: Refused<"renamed to services.kubernetes.apiserver.etcd.servers">;
};
/** `services.kubernetes.flannel` */
type ServicesKubernetesFlannel = {
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly openFirewallPorts?: boolean;
};
/** `services.kubernetes.kubeconfig` */
type ServicesKubernetesKubeconfig = {
  /**
   * NixOS: null or absolute path.
   * Default: `config.services.kubernetes.caFile`.
   */
  readonly caFile?: string | null;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly certFile?: string | null;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly keyFile?: string | null;
  /**
   * NixOS: string.
   * No default.
   */
  readonly server?: string;
};
/** `services.kubernetes.kubelet` */
type ServicesKubernetesKubelet = {
  /**
   * NixOS: string.
   * Default: `"0.0.0.0"`.
   */
  readonly address?: string;
  /** @deprecated Removed from NixOS. */
  readonly allowPrivileged?: Refused<"removed from NixOS">;
  /** @deprecated Removed from NixOS. */
  readonly applyManifests?: Refused<"removed from NixOS">;
  /** @deprecated Removed from NixOS. */
  readonly cadvisorPort?: Refused<"removed from NixOS">;
  /**
   * NixOS: null or absolute path.
   * Default: `config.services.kubernetes.caFile`.
   */
  readonly clientCaFile?: string | null;
  /**
   * NixOS: list of string.
   * Default: `["10.1.0.1"]`.
   */
  readonly clusterDns?: readonly string[];
  /**
   * NixOS: string.
   * Default: `config.services.kubernetes.addons.dns.clusterDomain`.
   */
  readonly clusterDomain?: string;
  readonly cni?: ServicesKubernetesKubeletCni;
  /** @deprecated Removed from NixOS. */
  readonly containerRuntime?: Refused<"removed from NixOS">;
  /**
   * NixOS: string.
   * Default: `"unix:///run/containerd/containerd.sock"`.
   */
  readonly containerRuntimeEndpoint?: string;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: attribute set of (JSON value).
   * Default: `{}`.
   */
  readonly extraConfig?: { readonly [name: string]: NixValue };
  /**
   * NixOS: strings concatenated with " ".
   * Default: `""`.
   */
  readonly extraOpts?: string;
  /**
   * NixOS: attribute set of boolean.
   * Default: `config.services.kubernetes.featureGates`.
   */
  readonly featureGates?: { readonly [name: string]: boolean };
  readonly healthz?: ServicesKubernetesKubeletHealthz;
  /**
   * NixOS: string.
   * Default: `config.networking.fqdnOrHostName`.
   */
  readonly hostname?: string;
  readonly kubeconfig?: ServicesKubernetesKubeletKubeconfig;
  /**
   * NixOS: attribute set of (attribute set).
   * Default: `{}`.
   */
  readonly manifests?: { readonly [name: string]: { readonly [name: string]: NixValue } };
  /** @deprecated Removed from NixOS. */
  readonly networkPlugin?: Refused<"removed from NixOS">;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly nodeIp?: string | null;
  /**
   * NixOS: 16 bit unsigned integer; between 0 and 65535 (both inclusive).
   * Default: `10250`.
   */
  readonly port?: number;
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly registerNode?: boolean;
  /**
   * NixOS: list of package.
   * Default: `[]`.
   * A package is not plain data: set one in a NixOS module.
   */
  readonly seedDockerImages?: readonly never[];
  /**
   * NixOS: attribute set of (submodule).
   * Default: `{}`.
   */
  readonly taints?: { readonly [name: string]: ServicesKubernetesKubeletTaintsName };
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly tlsCertFile?: string | null;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly tlsKeyFile?: string | null;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly unschedulable?: boolean;
  /**
   * NixOS: null or signed integer.
   * Default: `null`.
   */
  readonly verbosity?: number | null;
};
/** `services.kubernetes.kubelet.cni` */
type ServicesKubernetesKubeletCni = {
  /**
   * NixOS: list of (attribute set).
   * Default: `[]`.
   */
  readonly config?: readonly ({ readonly [name: string]: NixValue })[];
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly configDir?: string | null;
  /**
   * NixOS: list of package.
   * Default: `[]`.
   * A package is not plain data: set one in a NixOS module.
   */
  readonly packages?: readonly never[];
};
/** `services.kubernetes.kubelet.healthz` */
type ServicesKubernetesKubeletHealthz = {
  /**
   * NixOS: string.
   * Default: `"127.0.0.1"`.
   */
  readonly bind?: string;
  /**
   * NixOS: 16 bit unsigned integer; between 0 and 65535 (both inclusive).
   * Default: `10248`.
   */
  readonly port?: number;
};
/** `services.kubernetes.kubelet.kubeconfig` */
type ServicesKubernetesKubeletKubeconfig = {
  /**
   * NixOS: null or absolute path.
   * Default: `config.services.kubernetes.caFile`.
   */
  readonly caFile?: string | null;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly certFile?: string | null;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly keyFile?: string | null;
  /**
   * NixOS: string.
   * No default.
   */
  readonly server?: string;
};
/** `services.kubernetes.kubelet.taints.<name>` */
type ServicesKubernetesKubeletTaintsName = {
  /**
   * NixOS: one of "NoSchedule", "PreferNoSchedule", "NoExecute".
   * No default.
   */
  readonly effect?: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
  /**
   * NixOS: string.
   * Default: depends on the configuration.
   */
  readonly key?: string;
  /**
   * NixOS: string.
   * No default.
   */
  readonly value?: string;
};
/** `services.kubernetes.pki` */
type ServicesKubernetesPki = {
  /**
   * NixOS: string.
   * Default: `"${config.services.cfssl.dataDir}/ca"`.
   */
  readonly caCertPathPrefix?: string;
  /**
   * NixOS: attribute set.
   * Default: `{"CN":"kubernetes-cluster-ca","L":"auto-generated","O":"NixOS","OU":"services.kubernetes.pki.caSpec…`.
   */
  readonly caSpec?: { readonly [name: string]: NixValue };
  /**
   * NixOS: attribute set.
   * Default: `{}`.
   */
  readonly certs?: { readonly [name: string]: NixValue };
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly cfsslAPIExtraSANs?: readonly string[];
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly etcClusterAdminKubeconfig?: string | null;
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly genCfsslAPICerts?: boolean;
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly genCfsslAPIToken?: boolean;
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly genCfsslCACert?: boolean;
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly pkiTrustOnBootstrap?: boolean;
};
/** `services.kubernetes.proxy` */
type ServicesKubernetesProxy = {
  /** @deprecated Renamed to `services.kubernetes.proxy.bindAddress`. */
  readonly address?: Refused<"renamed to services.kubernetes.proxy.bindAddress">;
  /**
   * NixOS: string.
   * Default: `"0.0.0.0"`.
   */
  readonly bindAddress?: string;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: strings concatenated with " ".
   * Default: `""`.
   */
  readonly extraOpts?: string;
  /**
   * NixOS: attribute set of boolean.
   * Default: `config.services.kubernetes.featureGates`.
   */
  readonly featureGates?: { readonly [name: string]: boolean };
  /**
   * NixOS: string.
   * Default: `config.networking.hostName`.
   */
  readonly hostname?: string;
  readonly kubeconfig?: ServicesKubernetesProxyKubeconfig;
  /**
   * NixOS: null or signed integer.
   * Default: `null`.
   */
  readonly verbosity?: number | null;
};
/** `services.kubernetes.proxy.kubeconfig` */
type ServicesKubernetesProxyKubeconfig = {
  /**
   * NixOS: null or absolute path.
   * Default: `config.services.kubernetes.caFile`.
   */
  readonly caFile?: string | null;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly certFile?: string | null;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly keyFile?: string | null;
  /**
   * NixOS: string.
   * No default.
   */
  readonly server?: string;
};
/** `services.kubernetes.scheduler` */
type ServicesKubernetesScheduler = {
  /**
   * NixOS: string.
   * Default: `"127.0.0.1"`.
   */
  readonly address?: string;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: strings concatenated with " ".
   * Default: `""`.
   */
  readonly extraOpts?: string;
  /**
   * NixOS: attribute set of boolean.
   * Default: `config.services.kubernetes.featureGates`.
   */
  readonly featureGates?: { readonly [name: string]: boolean };
  readonly kubeconfig?: ServicesKubernetesSchedulerKubeconfig;
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly leaderElect?: boolean;
  /**
   * NixOS: 16 bit unsigned integer; between 0 and 65535 (both inclusive).
   * Default: `10251`.
   */
  readonly port?: number;
  /**
   * NixOS: null or signed integer.
   * Default: `null`.
   */
  readonly verbosity?: number | null;
};
/** `services.kubernetes.scheduler.kubeconfig` */
type ServicesKubernetesSchedulerKubeconfig = {
  /**
   * NixOS: null or absolute path.
   * Default: `config.services.kubernetes.caFile`.
   */
  readonly caFile?: string | null;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly certFile?: string | null;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly keyFile?: string | null;
  /**
   * NixOS: string.
   * No default.
   */
  readonly server?: string;
};
/** `services.openssh` */
type ServicesOpenssh = {
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly allowSFTP?: boolean;
  /**
   * NixOS: string.
   * Default: `"none"`.
   */
  readonly authorizedKeysCommand?: string;
  /**
   * NixOS: string.
   * Default: `"nobody"`.
   */
  readonly authorizedKeysCommandUser?: string;
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly authorizedKeysFiles?: readonly string[];
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly authorizedKeysInHomedir?: boolean;
  /** @deprecated Removed from NixOS. */
  readonly banner?: Refused<"removed from NixOS">;
  /** @deprecated Renamed to `services.openssh.settings.KbdInteractiveAuthentication`. */
  readonly challengeResponseAuthentication?: Refused<"renamed to services.openssh.settings.KbdInteractiveAuthentication">;
  /** @deprecated Renamed to `services.openssh.settings.Ciphers`. */
  readonly ciphers?: Refused<"renamed to services.openssh.settings.Ciphers">;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly enableRecommendedAlgorithms?: boolean;
  /**
   * NixOS: strings concatenated with "\n".
   * Default: `""`.
   */
  readonly extraConfig?: string;
  /** @deprecated Renamed to `services.openssh.settings.X11Forwarding`. */
  readonly forwardX11?: Refused<"renamed to services.openssh.settings.X11Forwarding">;
  /** @deprecated Renamed to `services.openssh.settings.GatewayPorts`. */
  readonly gatewayPorts?: Refused<"renamed to services.openssh.settings.GatewayPorts">;
  /**
   * NixOS: boolean.
   * Default: `services.openssh.enable`.
   */
  readonly generateHostKeys?: boolean;
  /**
   * NixOS: list of (attribute set).
   * Default: `[{"bits":4096,"path":"/etc/ssh/ssh_host_rsa_key","type":"rsa"},{"path":"/etc/ssh/ssh_host_ed25519_k…`.
   */
  readonly hostKeys?: readonly ({ readonly [name: string]: NixValue })[];
  /** @deprecated Renamed to `services.openssh.settings.KbdInteractiveAuthentication`. */
  readonly kbdInteractiveAuthentication?: Refused<"renamed to services.openssh.settings.KbdInteractiveAuthentication">;
  /** @deprecated Renamed to `services.openssh.settings.KexAlgorithms`. */
  readonly kexAlgorithms?: Refused<"renamed to services.openssh.settings.KexAlgorithms">;
  /**
   * NixOS: attribute set of (submodule).
   * No default.
   * Another name for `programs.ssh.knownHosts`.
   */
  readonly knownHosts?: { readonly [name: string]: ServicesOpensshKnownHostsName };
  /**
   * NixOS: list of (submodule).
   * Default: `[]`.
   */
  readonly listenAddresses?: readonly ServicesOpensshListenAddressesItem[];
  /** @deprecated Renamed to `services.openssh.settings.LogLevel`. */
  readonly logLevel?: Refused<"renamed to services.openssh.settings.LogLevel">;
  /** @deprecated Renamed to `services.openssh.settings.Macs`. */
  readonly macs?: Refused<"renamed to services.openssh.settings.Macs">;
  /**
   * NixOS: absolute path.
   * No default.
   */
  readonly moduliFile?: string;
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly openFirewall?: boolean;
  /**
   * NixOS: package.
   * Default: `programs.ssh.package`.
   * A package is not plain data: set one in a NixOS module.
   */
  readonly package?: never;
  /** @deprecated Renamed to `services.openssh.settings.PasswordAuthentication`. */
  readonly passwordAuthentication?: Refused<"renamed to services.openssh.settings.PasswordAuthentication">;
  /** @deprecated Renamed to `services.openssh.settings.PermitRootLogin`. */
  readonly permitRootLogin?: Refused<"renamed to services.openssh.settings.PermitRootLogin">;
  /**
   * NixOS: list of 16 bit unsigned integer; between 0 and 65535 (both inclusive).
   * Default: `[22]`.
   */
  readonly ports?: readonly number[];
  /**
   * NixOS: open submodule of attribute set of (atom (null, bool, int, float or string)).
   * Default: `{}`.
   */
  readonly settings?: ServicesOpensshSettings;
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly sftpFlags?: readonly string[];
  /**
   * NixOS: string.
   * No default.
   */
  readonly sftpServerExecutable?: string;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly startWhenNeeded?: boolean;
  /** @deprecated Renamed to `services.openssh.settings.UseDns`. */
  readonly useDns?: Refused<"renamed to services.openssh.settings.UseDns">;
};
/** `services.openssh.knownHosts.<name>` */
type ServicesOpensshKnownHostsName = {
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly certAuthority?: boolean;
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly extraHostNames?: readonly string[];
  /**
   * NixOS: list of string.
   * Default: `[ ‹name› ] ++ config.services.openssh.knownHosts.<name>.extraHostNames`.
   */
  readonly hostNames?: readonly string[];
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly publicKey?: string | null;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly publicKeyFile?: string | null;
};
/** `services.openssh.listenAddresses.*` */
type ServicesOpensshListenAddressesItem = {
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly addr?: string | null;
  /**
   * NixOS: null or 16 bit unsigned integer; between 0 and 65535 (both inclusive).
   * Default: `null`.
   */
  readonly port?: number | null;
};
/** `services.openssh.settings` */
type ServicesOpensshSettings = {
  readonly [name: string]: boolean | number | string | null | readonly string[] | "QUIET" | "FATAL" | "ERROR" | "INFO" | "VERBOSE" | "DEBUG" | "DEBUG1" | "DEBUG2" | "DEBUG3" | "yes" | "without-password" | "prohibit-password" | "forced-commands-only" | "no";
  /**
   * NixOS: null or (list of string).
   * Default: `null`.
   */
  readonly AcceptEnv?: readonly string[] | null;
  /**
   * NixOS: null or (list of string).
   * Default: `null`.
   */
  readonly AllowGroups?: readonly string[] | null;
  /**
   * NixOS: null or (list of string).
   * Default: `null`.
   */
  readonly AllowUsers?: readonly string[] | null;
  /**
   * NixOS: null or string.
   * Default: `"none"`.
   */
  readonly AuthorizedPrincipalsFile?: string | null;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly Banner?: string | null;
  /**
   * NixOS: null or (list of string).
   * Default: `if config.services.openssh.enableRecommendedAlgorithms then [ "chacha20-poly1305@openssh.com" "aes2…`.
   */
  readonly Ciphers?: readonly string[] | null;
  /**
   * NixOS: null or (list of string).
   * Default: `null`.
   */
  readonly DenyGroups?: readonly string[] | null;
  /**
   * NixOS: null or (list of string).
   * Default: `null`.
   */
  readonly DenyUsers?: readonly string[] | null;
  /**
   * NixOS: null or string.
   * Default: `"no"`.
   */
  readonly GatewayPorts?: string | null;
  /**
   * NixOS: null or boolean.
   * Default: `true`.
   */
  readonly KbdInteractiveAuthentication?: boolean | null;
  /**
   * NixOS: null or (list of string).
   * Default: `if config.services.openssh.enableRecommendedAlgorithms then [ "mlkem768x25519-sha256" "sntrup761x25…`.
   */
  readonly KexAlgorithms?: readonly string[] | null;
  /**
   * NixOS: null or one of "QUIET", "FATAL", "ERROR", "INFO", "VERBOSE", "DEBUG", "DEBUG1", "DEBUG2", "DEBUG3".
   * Default: `"INFO"`.
   */
  readonly LogLevel?: "QUIET" | "FATAL" | "ERROR" | "INFO" | "VERBOSE" | "DEBUG" | "DEBUG1" | "DEBUG2" | "DEBUG3" | null;
  /**
   * NixOS: null or (list of string).
   * Default: `if config.services.openssh.enableRecommendedAlgorithms then [ "hmac-sha2-512-etm@openssh.com" "hmac…`.
   */
  readonly Macs?: readonly string[] | null;
  /**
   * NixOS: null or boolean.
   * Default: `true`.
   */
  readonly PasswordAuthentication?: boolean | null;
  /**
   * NixOS: null or one of "yes", "without-password", "prohibit-password", "forced-commands-only", "no".
   * Default: `"prohibit-password"`.
   */
  readonly PermitRootLogin?: "yes" | "without-password" | "prohibit-password" | "forced-commands-only" | "no" | null;
  /**
   * NixOS: null or boolean.
   * Default: `false`.
   */
  readonly PrintMotd?: boolean | null;
  /**
   * NixOS: null or boolean.
   * Default: `true`.
   */
  readonly StrictModes?: boolean | null;
  /**
   * NixOS: null or boolean.
   * Default: `false`.
   */
  readonly UseDns?: boolean | null;
  /**
   * NixOS: null or boolean.
   * Default: `true`.
   */
  readonly UsePAM?: boolean | null;
  /**
   * NixOS: null or boolean.
   * Default: `false`.
   */
  readonly X11Forwarding?: boolean | null;
};
/** `services.resolved` */
type ServicesResolved = {
  /**
   * NixOS: attribute set of (submodule).
   * Default: `{}`.
   */
  readonly dnsDelegates?: { readonly [name: string]: ServicesResolvedDnsDelegatesName };
  /** @deprecated Renamed to `services.resolved.settings.Resolve.DNSOverTLS`. */
  readonly dnsovertls?: Refused<"renamed to services.resolved.settings.Resolve.DNSOverTLS">;
  /** @deprecated Renamed to `services.resolved.settings.Resolve.DNSSEC`. */
  readonly dnssec?: Refused<"renamed to services.resolved.settings.Resolve.DNSSEC">;
  /** @deprecated Renamed to `services.resolved.settings.Resolve.Domains`. */
  readonly domains?: Refused<"renamed to services.resolved.settings.Resolve.Domains">;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enable?: boolean;
  /** @deprecated Removed from NixOS. */
  readonly extraConfig?: Refused<"removed from NixOS">;
  /** @deprecated Renamed to `services.resolved.settings.Resolve.FallbackDNS`. */
  readonly fallbackDns?: Refused<"renamed to services.resolved.settings.Resolve.FallbackDNS">;
  /** @deprecated Renamed to `services.resolved.settings.Resolve.LLMNR`. */
  readonly llmnr?: Refused<"renamed to services.resolved.settings.Resolve.LLMNR">;
  readonly settings?: ServicesResolvedSettings;
};
/** `services.resolved.dnsDelegates.<name>` */
type ServicesResolvedDnsDelegatesName = {
  /**
   * NixOS: open submodule of attribute set of (systemd option).
   * No default.
   */
  readonly Delegate?: { readonly [name: string]: SystemdValue };
};
/** `services.resolved.settings` */
type ServicesResolvedSettings = {
  /**
   * NixOS: open submodule of attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly Resolve?: ServicesResolvedSettingsResolve;
};
/** `services.resolved.settings.Resolve` */
type ServicesResolvedSettingsResolve = {
  readonly [name: string]: SystemdValue;
  /**
   * NixOS: systemd option.
   * Default: `config.networking.nameservers`.
   */
  readonly DNS?: SystemdValue;
  /**
   * NixOS: systemd option.
   * Default: `false`.
   */
  readonly DNSOverTLS?: SystemdValue;
  /**
   * NixOS: systemd option.
   * Default: `false`.
   */
  readonly DNSSEC?: SystemdValue;
  /**
   * NixOS: systemd option.
   * Default: `config.networking.search`.
   */
  readonly Domains?: SystemdValue;
};
/** `services.rke2` */
type ServicesRke2 = {
  /**
   * NixOS: string.
   * Default: `""`.
   */
  readonly agentToken?: string;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly agentTokenFile?: string | null;
  /**
   * NixOS: attribute set of (submodule).
   * Default: `{}`.
   */
  readonly autoDeployCharts?: { readonly [name: string]: ServicesRke2AutoDeployChartsName };
  /**
   * NixOS: attribute set of (absolute path or package).
   * Default: `{}`.
   * A package is not plain data: set one in a NixOS module.
   */
  readonly charts?: { readonly [name: string]: string };
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly cisHardening?: boolean;
  /**
   * NixOS: null or one of "none", "canal", "cilium", "calico", "flannel".
   * Default: `null`.
   */
  readonly cni?: "none" | "canal" | "cilium" | "calico" | "flannel" | null;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly configPath?: string | null;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly containerdConfigTemplate?: string | null;
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly disable?: readonly string[];
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly environmentFile?: string | null;
  /**
   * NixOS: string or list of string.
   * Default: `[]`.
   */
  readonly extraFlags?: string | readonly string[];
  /**
   * NixOS: attribute set of anything.
   * Default: `{}`.
   */
  readonly extraKubeProxyConfig?: { readonly [name: string]: NixValue };
  /**
   * NixOS: attribute set of anything.
   * Default: `{}`.
   */
  readonly extraKubeletConfig?: { readonly [name: string]: NixValue };
  readonly gracefulNodeShutdown?: ServicesRke2GracefulNodeShutdown;
  /**
   * NixOS: list of package.
   * Default: `[]`.
   * A package is not plain data: set one in a NixOS module.
   */
  readonly images?: readonly never[];
  /**
   * NixOS: attribute set of (submodule).
   * Default: `{}`.
   */
  readonly manifests?: { readonly [name: string]: ServicesRke2ManifestsName };
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly nodeExternalIP?: string | null;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly nodeIP?: string | null;
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly nodeLabel?: readonly string[];
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly nodeName?: string | null;
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly nodeTaint?: readonly string[];
  /**
   * NixOS: package.
   * Default: `pkgs.rke2`.
   * A package is not plain data: set one in a NixOS module.
   */
  readonly package?: never;
  /**
   * NixOS: one of "server", "agent".
   * Default: `"server"`.
   */
  readonly role?: "server" | "agent";
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly selinux?: boolean;
  /**
   * NixOS: string.
   * Default: `""`.
   */
  readonly serverAddr?: string;
  /**
   * NixOS: string.
   * Default: `""`.
   */
  readonly token?: string;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly tokenFile?: string | null;
};
/** `services.rke2.autoDeployCharts.<name>` */
type ServicesRke2AutoDeployChartsName = {
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly createNamespace?: boolean;
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: list of (absolute path or (attribute set)).
   * Default: `[]`.
   */
  readonly extraDeploy?: readonly (string | { readonly [name: string]: NixValue })[];
  /**
   * NixOS: JSON value.
   * Default: `{}`.
   */
  readonly extraFieldDefinitions?: NixValue;
  /**
   * NixOS: string.
   * Default: `""`.
   */
  readonly hash?: string;
  /**
   * NixOS: non-empty string.
   * No default.
   */
  readonly name?: string;
  /**
   * NixOS: absolute path or package.
   * No default.
   * A package is not plain data: set one in a NixOS module.
   */
  readonly package?: string;
  /**
   * NixOS: non-empty string.
   * No default.
   */
  readonly repo?: string;
  /**
   * NixOS: non-empty string.
   * Default: `"default"`.
   */
  readonly targetNamespace?: string;
  /**
   * NixOS: absolute path or (attribute set).
   * Default: `{}`.
   */
  readonly values?: string | { readonly [name: string]: NixValue };
  /**
   * NixOS: non-empty string.
   * No default.
   */
  readonly version?: string;
};
/** `services.rke2.gracefulNodeShutdown` */
type ServicesRke2GracefulNodeShutdown = {
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: non-empty string.
   * Default: `"30s"`.
   */
  readonly shutdownGracePeriod?: string;
  /**
   * NixOS: non-empty string.
   * Default: `"10s"`.
   */
  readonly shutdownGracePeriodCriticalPods?: string;
};
/** `services.rke2.manifests.<name>` */
type ServicesRke2ManifestsName = {
  /**
   * NixOS: null or (attribute set) or list of (attribute set).
   * Default: `null`.
   */
  readonly content?: { readonly [name: string]: NixValue } | readonly ({ readonly [name: string]: NixValue })[] | null;
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: absolute path.
   * No default.
   */
  readonly source?: string;
  /**
   * NixOS: non-empty string.
   * No default.
   */
  readonly target?: string;
};
/** `services.timesyncd` */
type ServicesTimesyncd = {
  /**
   * NixOS: boolean.
   * Default: `!config.boot.isContainer`.
   */
  readonly enable?: boolean;
  /** @deprecated Removed from NixOS. */
  readonly extraConfig?: Refused<"removed from NixOS">;
  /**
   * NixOS: null or (list of string).
   * Default: `config.networking.timeServers`.
   */
  readonly fallbackServers?: readonly string[] | null;
  /**
   * NixOS: null or (list of string).
   * Default: `null`.
   */
  readonly servers?: readonly string[] | null;
  readonly settings?: ServicesTimesyncdSettings;
};
/** `services.timesyncd.settings` */
type ServicesTimesyncdSettings = {
  /**
   * NixOS: open submodule of attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly Time?: { readonly [name: string]: SystemdValue };
};
/** `swapDevices.*` */
type SwapDevicesItem = {
  /**
   * NixOS: non-empty string.
   * No default.
   */
  readonly device?: string;
  /**
   * NixOS: null or one of "once", "pages", "both".
   * Default: `null`.
   */
  readonly discardPolicy?: "once" | "pages" | "both" | null;
  readonly encrypted?: SwapDevicesItemEncrypted;
  /**
   * NixOS: string.
   * No default.
   */
  readonly label?: string;
  /**
   * NixOS: list of non-empty string.
   * Default: `["defaults"]`.
   */
  readonly options?: readonly string[];
  /**
   * NixOS: null or signed integer.
   * Default: `null`.
   */
  readonly priority?: number | null;
  /**
   * NixOS: (submodule) or boolean convertible to it.
   * Default: `false`.
   */
  readonly randomEncryption?: SwapDevicesItemRandomEncryption | boolean;
  /**
   * NixOS: null or signed integer.
   * Default: `null`.
   */
  readonly size?: number | null;
};
/** `swapDevices.*.encrypted` */
type SwapDevicesItemEncrypted = {
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly blkDev?: string | null;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly keyFile?: string | null;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly label?: string | null;
};
/** `swapDevices.*.randomEncryption` */
type SwapDevicesItemRandomEncryption = {
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly allowDiscards?: boolean;
  /**
   * NixOS: string.
   * Default: `"aes-xts-plain64"`.
   */
  readonly cipher?: string;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: null or signed integer.
   * Default: `null`.
   */
  readonly keySize?: number | null;
  /**
   * NixOS: null or signed integer.
   * Default: `null`.
   */
  readonly sectorSize?: number | null;
  /**
   * NixOS: string.
   * Default: `"/dev/urandom"`.
   */
  readonly source?: string;
};
/** `system` */
type System = {
  /**
   * NixOS: string.
   * Default: `config.system.nixos.release`.
   */
  readonly stateVersion?: string;
};
/** `systemd` */
type Systemd = {
  readonly network?: SystemdNetwork;
  /**
   * NixOS: attribute set of (submodule).
   * Default: `{}`.
   */
  readonly services?: { readonly [name: string]: SystemdServicesName };
  /**
   * NixOS: attribute set of (submodule).
   * Default: `{}`.
   */
  readonly targets?: { readonly [name: string]: SystemdTargetsName };
  /**
   * NixOS: attribute set of (submodule).
   * Default: `{}`.
   */
  readonly timers?: { readonly [name: string]: SystemdTimersName };
  readonly tmpfiles?: SystemdTmpfiles;
};
/** `systemd.network` */
type SystemdNetwork = {
  /**
   * NixOS: submodule.
   * Default: `{}`.
   */
  readonly config?: SystemdNetworkConfig;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: attribute set of (submodule).
   * Default: `{}`.
   */
  readonly links?: { readonly [name: string]: SystemdNetworkLinksName };
  /**
   * NixOS: attribute set of (submodule).
   * Default: `{}`.
   */
  readonly netdevs?: { readonly [name: string]: SystemdNetworkNetdevsName };
  /**
   * NixOS: attribute set of (submodule).
   * Default: `{}`.
   */
  readonly networks?: { readonly [name: string]: SystemdNetworkNetworksName };
  readonly "wait-online"?: SystemdNetworkWaitOnline;
};
/** `systemd.network.config` */
type SystemdNetworkConfig = {
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly addRouteTablesToIPRoute2?: boolean;
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly dhcpV4Config?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly dhcpV6Config?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{ IPv6PrivacyExtensions = true; }`.
   */
  readonly networkConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of signed integer.
   * Default: `{}`.
   */
  readonly routeTables?: { readonly [name: string]: number };
};
/** `systemd.network.links.<name>` */
type SystemdNetworkLinksName = {
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: strings concatenated with "\n".
   * Default: `""`.
   */
  readonly extraConfig?: string;
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly linkConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly matchConfig?: { readonly [name: string]: SystemdValue };
};
/** `systemd.network.netdevs.<name>` */
type SystemdNetworkNetdevsName = {
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly bareUDPConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly batmanAdvancedConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly bondConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly bridgeConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: strings concatenated with "\n".
   * Default: `""`.
   */
  readonly extraConfig?: string;
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly fooOverUDPConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly geneveConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly hsrConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly ipoibConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly ipvlanConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly ipvtapConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly l2tpConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: list of attribute set of (systemd option).
   * Default: `[]`.
   */
  readonly l2tpSessions?: readonly ({ readonly [name: string]: SystemdValue })[];
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly macsecConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: list of attribute set of (systemd option).
   * Default: `[]`.
   */
  readonly macsecReceiveAssociations?: readonly ({ readonly [name: string]: SystemdValue })[];
  /**
   * NixOS: list of attribute set of (systemd option).
   * Default: `[]`.
   */
  readonly macsecReceiveChannels?: readonly ({ readonly [name: string]: SystemdValue })[];
  /**
   * NixOS: list of attribute set of (systemd option).
   * Default: `[]`.
   */
  readonly macsecTransmitAssociations?: readonly ({ readonly [name: string]: SystemdValue })[];
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly macvlanConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly macvtapConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly matchConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * No default.
   */
  readonly netdevConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly peerConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly tapConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly tunConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly tunnelConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly vlanConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly vrfConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly vxcanConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly vxlanConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly wireguardConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: list of attribute set of (systemd option).
   * Default: `[]`.
   */
  readonly wireguardPeers?: readonly ({ readonly [name: string]: SystemdValue })[];
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly wlanConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly xfrmConfig?: { readonly [name: string]: SystemdValue };
};
/** `systemd.network.networks.<name>` */
type SystemdNetworkNetworksName = {
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly DHCP?: string | null;
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly address?: readonly string[];
  /**
   * NixOS: list of attribute set of (systemd option).
   * Default: `[]`.
   */
  readonly addresses?: readonly ({ readonly [name: string]: SystemdValue })[];
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly bandMultiQueueingConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly bfifoConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly bond?: readonly string[];
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly bridge?: readonly string[];
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly bridgeConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: list of attribute set of (systemd option).
   * Default: `[]`.
   */
  readonly bridgeFDBs?: readonly ({ readonly [name: string]: SystemdValue })[];
  /**
   * NixOS: list of attribute set of (systemd option).
   * Default: `[]`.
   */
  readonly bridgeMDBs?: readonly ({ readonly [name: string]: SystemdValue })[];
  /**
   * NixOS: list of attribute set of (systemd option).
   * Default: `[]`.
   */
  readonly bridgeVLANs?: readonly ({ readonly [name: string]: SystemdValue })[];
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly cakeConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly canConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly classfulMultiQueueingConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly controlledDelayConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly deficitRoundRobinSchedulerClassConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly deficitRoundRobinSchedulerConfig?: { readonly [name: string]: SystemdValue };
  /** @deprecated Removed from NixOS. */
  readonly dhcpConfig?: Refused<"removed from NixOS">;
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly dhcpPrefixDelegationConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly dhcpServerConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: list of attribute set of (systemd option).
   * Default: `[]`.
   */
  readonly dhcpServerStaticLeases?: readonly ({ readonly [name: string]: SystemdValue })[];
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly dhcpV4Config?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly dhcpV6Config?: { readonly [name: string]: SystemdValue };
  /** @deprecated Removed from NixOS. */
  readonly dhcpV6PrefixDelegationConfig?: Refused<"removed from NixOS">;
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly dns?: readonly string[];
  /**
   * NixOS: null or (list of string).
   * Default: `null`.
   */
  readonly domains?: readonly string[] | null;
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly enhancedTransmissionSelectionConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: strings concatenated with "\n".
   * Default: `""`.
   */
  readonly extraConfig?: string;
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly fairQueueingConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly fairQueueingControlledDelayConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly flowQueuePIEConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly gateway?: readonly string[];
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly genericRandomEarlyDetectionConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly heavyHitterFilterConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly hierarchyTokenBucketClassConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly hierarchyTokenBucketConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly ipoIBConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly ipv6AcceptRAConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: list of attribute set of (systemd option).
   * Default: `[]`.
   */
  readonly ipv6AddressLabels?: readonly ({ readonly [name: string]: SystemdValue })[];
  /**
   * NixOS: list of attribute set of (systemd option).
   * Default: `[]`.
   */
  readonly ipv6PREF64Prefixes?: readonly ({ readonly [name: string]: SystemdValue })[];
  /** @deprecated Removed from NixOS. */
  readonly ipv6PrefixDelegationConfig?: Refused<"removed from NixOS">;
  /**
   * NixOS: list of attribute set of (systemd option).
   * Default: `[]`.
   */
  readonly ipv6Prefixes?: readonly ({ readonly [name: string]: SystemdValue })[];
  /**
   * NixOS: list of attribute set of (systemd option).
   * Default: `[]`.
   */
  readonly ipv6RoutePrefixes?: readonly ({ readonly [name: string]: SystemdValue })[];
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly ipv6SendRAConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly ipvlan?: readonly string[];
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly linkConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly lldpConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly macvlan?: readonly string[];
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly macvtap?: readonly string[];
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly matchConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly mobileNetworkConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly name?: string | null;
  /**
   * NixOS: list of attribute set of (systemd option).
   * Default: `[]`.
   */
  readonly neighbors?: readonly ({ readonly [name: string]: SystemdValue })[];
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly networkConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly networkEmulatorConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: list of attribute set of (systemd option).
   * Default: `[]`.
   */
  readonly nextHops?: readonly ({ readonly [name: string]: SystemdValue })[];
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly ntp?: readonly string[];
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly pfifoConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly pfifoFastConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly pfifoHeadDropConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly pieConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly qdiscConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly quickFairQueueingConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly quickFairQueueingConfigClass?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: list of attribute set of (systemd option).
   * Default: `[]`.
   */
  readonly routes?: readonly ({ readonly [name: string]: SystemdValue })[];
  /**
   * NixOS: list of attribute set of (systemd option).
   * Default: `[]`.
   */
  readonly routingPolicyRules?: readonly ({ readonly [name: string]: SystemdValue })[];
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly sriovConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly stochasticFairBlueConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly stochasticFairnessQueueingConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly tokenBucketFilterConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly trivialLinkEqualizerConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly tunnel?: readonly string[];
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly vlan?: readonly string[];
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly vrf?: readonly string[];
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly vxlan?: readonly string[];
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly xfrm?: readonly string[];
};
/** `systemd.network.wait-online` */
type SystemdNetworkWaitOnline = {
  /**
   * NixOS: boolean.
   * Default: `config.networking.useDHCP`.
   */
  readonly anyInterface?: boolean;
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly extraArgs?: readonly string[];
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly ignoredInterfaces?: readonly string[];
  /**
   * NixOS: unsigned integer, meaning >=0.
   * Default: `120`.
   */
  readonly timeout?: number;
};
/** `systemd.services.<name>` */
type SystemdServicesName = {
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly after?: readonly string[];
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly aliases?: readonly string[];
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly before?: readonly string[];
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly bindsTo?: readonly string[];
  readonly confinement?: SystemdServicesNameConfinement;
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly conflicts?: readonly string[];
  /**
   * NixOS: (optionally newline-terminated) single-line string.
   * Default: `""`.
   */
  readonly description?: string;
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly documentation?: readonly string[];
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly enableDefaultPath?: boolean;
  /**
   * NixOS: boolean.
   * Default: `config.systemd.enableStrictShellChecks`.
   */
  readonly enableStrictShellChecks?: boolean;
  /**
   * NixOS: attribute set of (null or string or absolute path or package).
   * Default: `{}`.
   * A package is not plain data: set one in a NixOS module.
   */
  readonly environment?: { readonly [name: string]: string | null };
  /**
   * NixOS: string.
   * No default.
   */
  readonly name?: string;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly notSocketActivated?: boolean;
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly onFailure?: readonly string[];
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly onSuccess?: readonly string[];
  /**
   * NixOS: one of "asDropinIfExists", "asDropin".
   * Default: `"asDropinIfExists"`.
   */
  readonly overrideStrategy?: "asDropinIfExists" | "asDropin";
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly partOf?: readonly string[];
  /**
   * NixOS: list of (package or string).
   * Default: `[]`.
   * A package is not plain data: set one in a NixOS module.
   */
  readonly path?: readonly string[];
  /**
   * NixOS: strings concatenated with "\n".
   * Default: `""`.
   */
  readonly postStart?: string;
  /**
   * NixOS: strings concatenated with "\n".
   * Default: `""`.
   */
  readonly postStop?: string;
  /**
   * NixOS: strings concatenated with "\n".
   * Default: `""`.
   */
  readonly preStart?: string;
  /**
   * NixOS: strings concatenated with "\n".
   * Default: `""`.
   */
  readonly preStop?: string;
  /**
   * NixOS: strings concatenated with "\n".
   * Default: `""`.
   */
  readonly reload?: string;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly reloadIfChanged?: boolean;
  /**
   * NixOS: list of (systemd option).
   * Default: `[]`.
   */
  readonly reloadTriggers?: readonly SystemdValue[];
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly requiredBy?: readonly string[];
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly requires?: readonly string[];
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly requisite?: readonly string[];
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly restartIfChanged?: boolean;
  /**
   * NixOS: list of unspecified value.
   * Default: `[]`.
   */
  readonly restartTriggers?: readonly NixValue[];
  /**
   * NixOS: strings concatenated with "\n".
   * Default: `""`.
   */
  readonly script?: string;
  /**
   * NixOS: string.
   * Default: `""`.
   */
  readonly scriptArgs?: string;
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly serviceConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: string or list of string.
   * Default: `[]`.
   */
  readonly startAt?: string | readonly string[];
  /**
   * NixOS: signed integer.
   * No default.
   */
  readonly startLimitBurst?: number;
  /**
   * NixOS: signed integer.
   * No default.
   */
  readonly startLimitIntervalSec?: number;
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly stopIfChanged?: boolean;
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly unitConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly upheldBy?: readonly string[];
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly upholds?: readonly string[];
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly wantedBy?: readonly string[];
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly wants?: readonly string[];
};
/** `systemd.services.<name>.confinement` */
type SystemdServicesNameConfinement = {
  /**
   * NixOS: null or absolute path.
   * Default: `config.environment.binsh`.
   */
  readonly binSh?: string | null;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly fullUnit?: boolean;
  /**
   * NixOS: one of "full-apivfs", "chroot-only".
   * Default: `"full-apivfs"`.
   */
  readonly mode?: "full-apivfs" | "chroot-only";
  /**
   * NixOS: list of (string or package).
   * Default: `[]`.
   * A package is not plain data: set one in a NixOS module.
   */
  readonly packages?: readonly string[];
};
/** `systemd.targets.<name>` */
type SystemdTargetsName = {
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly after?: readonly string[];
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly aliases?: readonly string[];
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly before?: readonly string[];
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly bindsTo?: readonly string[];
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly conflicts?: readonly string[];
  /**
   * NixOS: (optionally newline-terminated) single-line string.
   * Default: `""`.
   */
  readonly description?: string;
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly documentation?: readonly string[];
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: string.
   * No default.
   */
  readonly name?: string;
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly onFailure?: readonly string[];
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly onSuccess?: readonly string[];
  /**
   * NixOS: one of "asDropinIfExists", "asDropin".
   * Default: `"asDropinIfExists"`.
   */
  readonly overrideStrategy?: "asDropinIfExists" | "asDropin";
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly partOf?: readonly string[];
  /**
   * NixOS: list of (systemd option).
   * Default: `[]`.
   */
  readonly reloadTriggers?: readonly SystemdValue[];
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly requiredBy?: readonly string[];
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly requires?: readonly string[];
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly requisite?: readonly string[];
  /**
   * NixOS: list of unspecified value.
   * Default: `[]`.
   */
  readonly restartTriggers?: readonly NixValue[];
  /**
   * NixOS: signed integer.
   * No default.
   */
  readonly startLimitBurst?: number;
  /**
   * NixOS: signed integer.
   * No default.
   */
  readonly startLimitIntervalSec?: number;
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly unitConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly upheldBy?: readonly string[];
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly upholds?: readonly string[];
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly wantedBy?: readonly string[];
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly wants?: readonly string[];
};
/** `systemd.timers.<name>` */
type SystemdTimersName = {
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly after?: readonly string[];
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly aliases?: readonly string[];
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly before?: readonly string[];
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly bindsTo?: readonly string[];
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly conflicts?: readonly string[];
  /**
   * NixOS: (optionally newline-terminated) single-line string.
   * Default: `""`.
   */
  readonly description?: string;
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly documentation?: readonly string[];
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: string.
   * No default.
   */
  readonly name?: string;
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly onFailure?: readonly string[];
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly onSuccess?: readonly string[];
  /**
   * NixOS: one of "asDropinIfExists", "asDropin".
   * Default: `"asDropinIfExists"`.
   */
  readonly overrideStrategy?: "asDropinIfExists" | "asDropin";
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly partOf?: readonly string[];
  /**
   * NixOS: list of (systemd option).
   * Default: `[]`.
   */
  readonly reloadTriggers?: readonly SystemdValue[];
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly requiredBy?: readonly string[];
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly requires?: readonly string[];
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly requisite?: readonly string[];
  /**
   * NixOS: list of unspecified value.
   * Default: `[]`.
   */
  readonly restartTriggers?: readonly NixValue[];
  /**
   * NixOS: signed integer.
   * No default.
   */
  readonly startLimitBurst?: number;
  /**
   * NixOS: signed integer.
   * No default.
   */
  readonly startLimitIntervalSec?: number;
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly timerConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: attribute set of (systemd option).
   * Default: `{}`.
   */
  readonly unitConfig?: { readonly [name: string]: SystemdValue };
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly upheldBy?: readonly string[];
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly upholds?: readonly string[];
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly wantedBy?: readonly string[];
  /**
   * NixOS: list of string matching the pattern [a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice).
   * Default: `[]`.
   */
  readonly wants?: readonly string[];
};
/** `systemd.tmpfiles` */
type SystemdTmpfiles = {
  /**
   * NixOS: list of package.
   * Default: `[]`.
   * A package is not plain data: set one in a NixOS module.
   */
  readonly packages?: readonly never[];
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly rules?: readonly string[];
  /**
   * NixOS: attribute set of attribute set of attribute set of (submodule).
   * Default: `{}`.
   */
  readonly settings?: { readonly [name: string]: { readonly [name: string]: { readonly [name: string]: SystemdTmpfilesSettingsConfigNamePathTmpfilesType } } };
};
/** `systemd.tmpfiles.settings.<config-name>.<path>.<tmpfiles-type>` */
type SystemdTmpfilesSettingsConfigNamePathTmpfilesType = {
  /**
   * NixOS: string.
   * Default: `"-"`.
   */
  readonly age?: string;
  /**
   * NixOS: string.
   * Default: `""`.
   */
  readonly argument?: string;
  /**
   * NixOS: string.
   * Default: `"-"`.
   */
  readonly group?: string;
  /**
   * NixOS: string.
   * Default: `"-"`.
   */
  readonly mode?: string;
  /**
   * NixOS: string.
   * Default: `‹tmpfiles-type›`.
   */
  readonly type?: string;
  /**
   * NixOS: string.
   * Default: `"-"`.
   */
  readonly user?: string;
};
/** `time` */
type Time = {
  /**
   * NixOS: null or string without spaces.
   * Default: `null`.
   */
  readonly timeZone?: string | null;
};
/** `users` */
type Users = {
  /**
   * NixOS: attribute set of (submodule).
   * Default: `{}`.
   */
  readonly groups?: { readonly [name: string]: UsersGroupsName };
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly mutableUsers?: boolean;
  /**
   * NixOS: attribute set of (submodule).
   * Default: `{}`.
   */
  readonly users?: { readonly [name: string]: UsersUsersName };
};
/** `users.groups.<name>` */
type UsersGroupsName = {
  /**
   * NixOS: null or signed integer.
   * Default: `null`.
   */
  readonly gid?: number | null;
  /**
   * NixOS: list of (string, not containing newlines or colons).
   * Default: `[]`.
   */
  readonly members?: readonly string[];
  /**
   * NixOS: string, not containing newlines or colons.
   * No default.
   */
  readonly name?: string;
};
/** `users.users.<name>` */
type UsersUsersName = {
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly autoSubUidGidRange?: boolean;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly createHome?: boolean;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly cryptHomeLuks?: string | null;
  /**
   * NixOS: string, not containing newlines or colons.
   * Default: `""`.
   */
  readonly description?: string;
  /**
   * NixOS: boolean.
   * Default: `true`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: null or string matching the pattern [[:digit:]]{4}-[[:digit:]]{2}-[[:digit:]]{2}.
   * Default: `null`.
   */
  readonly expires?: string | null;
  /**
   * NixOS: list of string.
   * Default: `[]`.
   */
  readonly extraGroups?: readonly string[];
  /**
   * NixOS: string.
   * Default: `""`.
   */
  readonly group?: string;
  /**
   * NixOS: null or (string, not containing newlines or colons).
   * Default: `null`.
   */
  readonly hashedPassword?: string | null;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly hashedPasswordFile?: string | null;
  /**
   * NixOS: absolute path, not containing newlines or colons.
   * Default: `"/var/empty"`.
   */
  readonly home?: string;
  /**
   * NixOS: string matching the pattern [0-7]{1,5}.
   * Default: `"700"`.
   */
  readonly homeMode?: string;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly ignoreShellProgramCheck?: boolean;
  /**
   * NixOS: null or (string, not containing newlines or colons).
   * Default: `null`.
   */
  readonly initialHashedPassword?: string | null;
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly initialPassword?: string | null;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly isNormalUser?: boolean;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly isSystemUser?: boolean;
  /**
   * NixOS: null or boolean.
   * Default: `null`.
   */
  readonly linger?: boolean | null;
  /**
   * NixOS: string, not containing newlines or colons.
   * No default.
   */
  readonly name?: string;
  readonly openssh?: UsersUsersNameOpenssh;
  /**
   * NixOS: list of package.
   * Default: `[]`.
   * A package is not plain data: set one in a NixOS module.
   */
  readonly packages?: readonly never[];
  /**
   * NixOS: attribute set of string.
   * Default: `{}`.
   */
  readonly pamMount?: { readonly [name: string]: string };
  /**
   * NixOS: null or string.
   * Default: `null`.
   */
  readonly password?: string | null;
  /** @deprecated Kept by NixOS for old configurations only. */
  readonly passwordFile?: Refused<"kept by NixOS for old configurations only">;
  /**
   * NixOS: null or package or (absolute path, not containing newlines or colons).
   * Default: `pkgs.shadow`.
   * A package is not plain data: set one in a NixOS module.
   */
  readonly shell?: string | null;
  /**
   * NixOS: list of (submodule).
   * Default: `[]`.
   */
  readonly subGidRanges?: readonly UsersUsersNameSubGidRangesItem[];
  /**
   * NixOS: list of (submodule).
   * Default: `[]`.
   */
  readonly subUidRanges?: readonly UsersUsersNameSubUidRangesItem[];
  /**
   * NixOS: null or signed integer.
   * Default: `null`.
   */
  readonly uid?: number | null;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly useDefaultShell?: boolean;
};
/** `users.users.<name>.openssh` */
type UsersUsersNameOpenssh = {
  readonly authorizedKeys?: UsersUsersNameOpensshAuthorizedKeys;
  /**
   * NixOS: list of (optionally newline-terminated) single-line string.
   * Default: `[]`.
   */
  readonly authorizedPrincipals?: readonly string[];
};
/** `users.users.<name>.openssh.authorizedKeys` */
type UsersUsersNameOpensshAuthorizedKeys = {
  /**
   * NixOS: list of absolute path.
   * Default: `[]`.
   */
  readonly keyFiles?: readonly string[];
  /**
   * NixOS: list of (optionally newline-terminated) single-line string.
   * Default: `[]`.
   */
  readonly keys?: readonly string[];
};
/** `users.users.<name>.subGidRanges.*` */
type UsersUsersNameSubGidRangesItem = {
  /**
   * NixOS: signed integer.
   * Default: `1`.
   */
  readonly count?: number;
  /**
   * NixOS: signed integer.
   * No default.
   */
  readonly startGid?: number;
};
/** `users.users.<name>.subUidRanges.*` */
type UsersUsersNameSubUidRangesItem = {
  /**
   * NixOS: signed integer.
   * Default: `1`.
   */
  readonly count?: number;
  /**
   * NixOS: signed integer.
   * No default.
   */
  readonly startUid?: number;
};
/** `virtualisation` */
type Virtualisation = {
  readonly containerd?: VirtualisationContainerd;
};
/** `virtualisation.containerd` */
type VirtualisationContainerd = {
  /**
   * NixOS: attribute set of string.
   * Default: `{}`.
   */
  readonly args?: { readonly [name: string]: string };
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly configFile?: string | null;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: TOML value.
   * Default: `{}`.
   */
  readonly settings?: NixValue;
};
/** `zramSwap` */
type ZramSwap = {
  /**
   * NixOS: one of "842", "lzo", "lzo-rle", "lz4", "lz4hc", "zstd" or string.
   * Default: `"zstd"`.
   */
  readonly algorithm?: "842" | "lzo" | "lzo-rle" | "lz4" | "lz4hc" | "zstd" | string;
  /**
   * NixOS: boolean.
   * Default: `false`.
   */
  readonly enable?: boolean;
  /**
   * NixOS: null or signed integer.
   * Default: `null`.
   */
  readonly memoryMax?: number | null;
  /**
   * NixOS: positive integer, meaning >0.
   * Default: `50`.
   */
  readonly memoryPercent?: number;
  /** @deprecated Removed from NixOS. */
  readonly numDevices?: Refused<"removed from NixOS">;
  /**
   * NixOS: signed integer.
   * Default: `5`.
   */
  readonly priority?: number;
  /**
   * NixOS: signed integer.
   * Default: `1`.
   */
  readonly swapDevices?: number;
  /**
   * NixOS: null or absolute path.
   * Default: `null`.
   */
  readonly writebackDevice?: string | null;
};
