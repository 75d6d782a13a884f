declare const brand: unique symbol;

/** A string that only its parser makes: `Branded<"IpAddress">` is no other string. */
export type Branded<Name extends string> = string & { readonly [brand]: Name };

/** An IPv4 or IPv6 address in canonical text (lower case, compressed), without a prefix length. */
export type IpAddress = Branded<"IpAddress">;

/** A network in CIDR notation, canonical, host bits zero: `10.0.0.0/24`, `fd00::/64`. */
export type Cidr = Branded<"Cidr">;

/** A lower-case DNS label of at most 63 characters: a machine's name. */
export type HostName = Branded<"HostName">;

/** IPv4 or IPv6. */
export type Family = 4 | 6;
