declare const refused: unique symbol;

/** The type of a NixOS option that is not to be set; nothing is of it. A compiler's message shows `Why`. */
export type Refused<Why extends string> = Why & { readonly [refused]: never };
