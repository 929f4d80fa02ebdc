/** What a system call complained of, in the system's words and without the names of calls: `no space left on device`. */
export function problemOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return /^E[A-Z0-9]+: ([^,]+),/.exec(message)?.[1] ?? message;
}

/** The system's code of an error (`ENOENT`), or null when it is none of the system's. */
export function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
