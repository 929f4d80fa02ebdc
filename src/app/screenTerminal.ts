import process from 'node:process';
import { askTmux } from '../processes/programs/askTmux.ts';
import { askBackground } from '../ui/terminal/capabilities/askBackground.ts';
import { openKeyboard } from '../ui/terminal/capabilities/keyboard.ts';
import { usableFeatures } from '../ui/terminal/capabilities/capabilities.ts';
import { themeFor, type ThemeName } from '../ui/terminal/theme.ts';
import type { Characters } from '../words/characters.ts';
import { isUtf8Locale } from '../words/terminal/locale.ts';
import { isInTmux } from '../words/terminal/osc.ts';
import type { ViewOptions } from './options.ts';

/** The terminal that a screen is drawn on, as it was found. */
export interface ScreenTerminal {
  readonly keys: NodeJS.ReadableStream;
  readonly characters: Characters;
  readonly theme: ThemeName;
}

/** Whether a screen can be drawn and keys be read; else there are plain lines. */
export function canDraw(keys: NodeJS.ReadStream = process.stdin): boolean {
  return process.stdout.isTTY && keys.isTTY && process.env['TERM'] !== 'dumb';
}

/** Finds out what the options leave open: by asking the terminal for its background, and tmux for its client. */
export async function screenTerminal(
  keys: NodeJS.ReadStream,
  { chars, theme, without }: Pick<ViewOptions, 'chars' | 'theme' | 'without'>,
): Promise<ScreenTerminal> {
  const environment = process.env;
  const told = theme ?? themeFor(environment);
  const mayAsk = told === null && usableFeatures(environment, without).has('background');
  const [characters, asked] = await Promise.all([
    chars ?? charactersFor(environment),
    mayAsk ? askBackground(keys, process.stdout) : null,
  ]);
  return { keys: openKeyboard(keys).keys, characters, theme: told ?? asked?.background ?? 'dark' };
}

async function charactersFor(environment: NodeJS.ProcessEnv): Promise<Characters> {
  if (!isUtf8Locale(environment)) return 'ascii';
  // The console of Linux has no more than 512 glyphs, and those of VT100 and its like no braille either.
  if (/^(?:linux|vt\d)/.test(environment['TERM'] ?? '')) return 'box';
  if (!isInTmux(environment)) return 'braille';
  // A client without UTF-8 shows `_` for each character that is not ASCII, whatever the locale in the pane is.
  const session = environment['TMUX_PANE'] === undefined ? [] : ['-t', environment['TMUX_PANE']];
  const clients = await askTmux(['list-clients', ...session, '-F', 'utf8=#{client_utf8}']);
  return /^utf8=0$/m.test(clients ?? '') ? 'ascii' : 'braille';
}
