/** The words of a command line make no sense: exit status 2, where everything else that fails is 1. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
