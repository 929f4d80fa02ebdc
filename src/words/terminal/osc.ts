type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Whether a terminal reads operating system commands (OSC), or at least passes over those it does not know. The Linux
 * console and dumb terminals print them.
 */
export function hasOsc({ TERM: term = '' }: Environment): boolean {
  return term !== '' && term !== 'dumb' && term !== 'linux';
}

/** tmux passes on what is between `ESC P tmux;` and `ESC \`, with escape bytes doubled (tmux(1), allow-passthrough). */
export function passedOn(sequence: string, environment: Environment): string {
  if (!isInTmux(environment)) return sequence;
  return `\u001BPtmux;${sequence.replaceAll('\u001B', '\u001B\u001B')}\u001B\\`;
}

export function isInTmux({ TMUX: tmux = '' }: Environment): boolean {
  return tmux !== '';
}
