/**
 * The packages that the bundle leaves outside and finds in node_modules at run time: compilers and
 * their libraries, which are big, loaded late, and look for files beside their own.
 */
export const EXTERNAL = ["@types/node", "ts-morph", "typescript"];
