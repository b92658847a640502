const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'permission was denied',
  EPERM: 'permission was denied',
  EROFS: 'nothing can be written there',
  ENOSPC: 'no room is left there',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its symbolic links lead back to themselves',
};

/** Why a file could not be read or written, as a clause: `permission was denied`. */
export function fileFault(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return reasons[code] ?? (code || message);
}
