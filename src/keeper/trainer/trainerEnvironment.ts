/**
 * Variables by which Node and Plateau steer themselves. Others that begin with NODE_ stay: NODE_RANK belongs to
 * multi-node trainings.
 */
const ownVariables = [
  /^NODE_(OPTIONS|PATH|ENV|DEBUG|DEBUG_NATIVE|CHANNEL_FD|CHANNEL_SERIALIZATION_MODE|UNIQUE_ID|V8_COVERAGE)$/,
  /^NODE_(COMPILE_CACHE|DISABLE_COMPILE_CACHE|NO_WARNINGS|PENDING_DEPRECATION|REDIRECT_WARNINGS|REPL_.*|TEST_CONTEXT)$/,
  /^PLATEAU_/,
];

/**
 * The environment of a trainer: that of the person who started it without what Node and Plateau set for themselves,
 * then unbuffered Python, then what was asked for with --env, which wins over both.
 */
export function trainerEnvironment(
  inherited: Readonly<Record<string, string | undefined>>,
  asked: Readonly<Record<string, string>>,
): Record<string, string> {
  const kept = Object.entries(inherited).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !ownVariables.some((pattern) => pattern.test(entry[0])),
  );
  return { ...Object.fromEntries(kept), PYTHONUNBUFFERED: '1', ...asked };
}
