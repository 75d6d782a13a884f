/** What the operating system says often enough to be told in words, by the codes that Node gives errors. */
export const SYSTEM_ERRORS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "operation not permitted",
  EROFS: "the file system is read-only",
  ENOSPC: "no space left on the disk",
  EDQUOT: "the disk quota is used up",
  ENOTDIR: "a part of the path is not a folder",
  EISDIR: "it is a folder",
  EEXIST: "something else is in the way",
  ELOOP: "links lead in a circle",
  ENAMETOOLONG: "a name is too long",
  EIO: "the disk cannot be read or written",
  EBUSY: "it is in use",
  EMFILE: "too many files are open",
  ENFILE: "too many files are open",
  ENOENT: "there is no such file",
};
