/** What was thrown, as a message for a person. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The message of a failed system call without the names of the call and its file: `no space left on device`. */
export function systemErrorMessage(error: unknown): string {
  const message = errorMessage(error);
  return /^E[A-Z0-9]+: ([^,]+),/.exec(message)?.[1] ?? message;
}

/** The code of a system error or of one of Node (`ENOENT`), or null when it has none. */
export function errorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
