import type { Notice } from './notice.ts';
import { singleLine } from '../words/harmless.ts';
import { hasOsc, passedOn } from '../words/terminal/osc.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Returns the bytes that ring the bell and show a notification (OSC 9, as in iTerm2, kitty, WezTerm and Windows
 * Terminal). They draw nothing and move no cursor, so they can be written between two frames. tmux drops OSC 9 unless
 * it is wrapped and `allow-passthrough` is on; the bell always arrives (tmux(1)). Empty for a notice of low urgency.
 */
export function noticeBytes(title: string, { urgency, text }: Notice, environment: Environment): string {
  if (urgency === 'low') return '';
  // ConEmu and Windows Terminal take a leading number for another command of OSC 9.
  const shown = `Plateau: ${shortened(`${singleLine(title)}: ${text}`)}`;
  return hasOsc(environment) ? `${passedOn(`\u001B]9;${shown}\u0007`, environment)}\u0007` : '\u0007';
}

/** Returns the bytes that set the title of the window, or of tmux's pane (OSC 2). */
export function titleBytes(title: string, verdict: string, environment: Environment): string {
  return hasOsc(environment) ? `\u001B]2;${shortened(`${singleLine(title)}: ${singleLine(verdict)}`)}\u0007` : '';
}

/**
 * Returns the bytes that show in the tab or the task bar how far a training is (OSC 9;4, ConEmu's): a share 0..1, or
 * null, which takes it away. `isFault`: in the colour of an error.
 */
export function progressBytes(share: number | null, isFault: boolean): string {
  const shown = share === null ? '0' : `${isFault ? 2 : 1};${Math.floor(share * 100)}`;
  return `\u001B]9;4;${shown}\u0007`;
}

/**
 * Returns the bytes that save the window's title before the first `titleBytes`, and those that restore it (XTWINOPS 22
 * and 23).
 */
export function titleKept(environment: Environment): { readonly keep: string; readonly giveBack: string } {
  return hasOsc(environment) ? { keep: '\u001B[22;2t', giveBack: '\u001B[23;2t' } : { keep: '', giveBack: '' };
}

/** Maximum length of a notice: terminals drop longer sequences, some at 256 bytes. */
const maxText = 200;

function shortened(text: string): string {
  const characters = Array.from(text);
  return characters.length <= maxText ? text : `${characters.slice(0, maxText - 3).join('')}...`;
}
