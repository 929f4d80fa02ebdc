import { hasOsc, isInTmux } from '../../../words/terminal/osc.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What a terminal may understand, and a person may do without: `--without links,progress`. */
export const terminalFeatures = ['links', 'progress', 'clipboard', 'background'] as const;

/**
 * `links`: files that can be clicked (OSC 8). `progress`: how far the training is, in the tab or the task bar (OSC
 * 9;4). `clipboard`: what `y` copies (OSC 52). `background`: being asked for its colour (OSC 11).
 */
export type TerminalFeature = (typeof terminalFeatures)[number];

/** Returns the features that a terminal is known to understand in this environment, less those to do without. */
export function usableFeatures(
  environment: Environment,
  without: readonly TerminalFeature[],
): ReadonlySet<TerminalFeature> {
  if (!hasOsc(environment)) return new Set();
  return new Set(
    terminalFeatures.filter((feature) => !without.includes(feature) && isUnderstood[feature](environment)),
  );
}

const isUnderstood: Readonly<Record<TerminalFeature, (environment: Environment) => boolean>> = {
  links: (environment) => (isInTmux(environment) ? isTmuxFrom(3004, environment) : hasLinks(environment)),
  // tmux drops it.
  progress: (environment) => !isInTmux(environment) && hasProgress(environment),
  // tmux has a command for it, which does what its own settings allow.
  clipboard: (environment) => isInTmux(environment) || hasClipboard(environment),
  // A terminal that does not know the question passes over it, and answers the one that comes with it.
  background: () => true,
};

/**
 * Source: https://github.com/Alhadis/OSC8-Adoption. VTE counts 0.50 as 5000; before, links crashed it.
 */
function hasLinks(environment: Environment): boolean {
  const { VTE_VERSION: vte, KONSOLE_VERSION: konsole } = environment;
  return Number(vte) >= 5000 || Number(konsole) >= 201_200 || isOneOf([...modern, 'vscode', 'mintty'], environment);
}

/** Source: Cargo's `src/cargo/core/shell.rs`, which asks the same. Others take OSC 9 for a notification. */
function hasProgress(environment: Environment): boolean {
  const { ConEmuANSI: conEmu, TERM_PROGRAM: program, TERM_FEATURES: features = '' } = environment;
  if (program === 'iTerm.app') return /P(?![a-z])/.test(features);
  return conEmu === 'ON' || isOneOf(['windows-terminal', 'wezterm', 'ghostty'], environment);
}

/** Terminals that let a program set the clipboard by default. */
function hasClipboard(environment: Environment): boolean {
  return isOneOf(['windows-terminal', 'wezterm', 'ghostty', 'kitty', 'foot', 'alacritty', 'contour'], environment);
}

const modern = [
  'windows-terminal',
  'iterm',
  'wezterm',
  'ghostty',
  'kitty',
  'foot',
  'alacritty',
  'contour',
  'rio',
] as const;

type TerminalName = (typeof modern)[number] | 'vscode' | 'mintty';

/** By the name in `TERM`, which goes through ssh, or by what the terminal sets besides. */
function isOneOf(names: readonly TerminalName[], environment: Environment): boolean {
  const { TERM: term = '', TERM_PROGRAM: program = '', WT_SESSION: session } = environment;
  const called = [term.replace(/^xterm-/, ''), program.replace(/\.app$/, '')].map((name) => name.toLowerCase());
  if (session !== undefined) called.push('windows-terminal');
  return called.some((name) => names.some((known) => name === known || name.startsWith(`${known}-`)));
}

/** Versions of tmux are told as `3.4`, `3.3a` or `next-3.5`; here 3.4 is 3004. */
function isTmuxFrom(version: number, { TERM_PROGRAM: program, TERM_PROGRAM_VERSION: told = '' }: Environment): boolean {
  const [, major, minor] = /(\d+)\.(\d+)/.exec(told) ?? [];
  return program === 'tmux' && Number(major) * 1000 + Number(minor) >= version;
}
