/**
 * The packages that the bundle leaves outside and finds in node_modules at run time: compilers, which are
 * big, loaded late, and look for files beside their own.
 */
export const EXTERNAL = ["ts-morph", "typescript"];
