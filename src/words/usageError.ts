/** The `code` of an error about the arguments of a command, as system errors have `ENOENT`. */
export const usageCode = 'ERR_USAGE';

/** Returns an error that says, as one sentence, what is wrong with the arguments or the configuration of a command. */
export function usageError(message: string, options?: ErrorOptions): Error {
  return Object.assign(new Error(message, options), { code: usageCode });
}
