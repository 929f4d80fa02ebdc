/** The exit status of `serveScript` where there is no Plateau: of no shell, and not of ssh. */
export const noPlateau = 72;

/**
 * What a host runs, for any POSIX sh: the Plateau of its PATH, else that of `plateau install`. The words after it are
 * its arguments.
 */
export const plateauScript = [
  'p=$(command -v plateau) || p=$HOME/.local/bin/plateau',
  `[ -x "$p" ] || exit ${noPlateau}`,
  'exec "$p" "$@"',
].join('; ');
