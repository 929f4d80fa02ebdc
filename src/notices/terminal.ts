import type { Notice } from './notice.ts';
import { singleLine } from '../words/singleLine.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The bytes that ring a terminal's bell and have it show a notice (OSC 9, as iTerm2, kitty, WezTerm, Windows Terminal
 * and others do). They move no cursor and draw nothing, so that they may be written between two frames of any screen.
 * tmux swallows OSC 9 unless it is wrapped for it to pass through, and even then wants `allow-passthrough on`; the bell
 * always arrives (tmux(1)). Nothing for what is only good to know.
 */
export function noticeBytes(title: string, { urgency, text }: Notice, environment: Environment): string {
  if (urgency === 'low') return '';
  // ConEmu and Windows Terminal take a leading number for another command of OSC 9.
  const shown = `Plateau: ${shortened(`${singleLine(title)}: ${text}`)}`;
  return hasOsc(environment) ? `${passed(`\u001B]9;${shown}\u0007`, environment)}\u0007` : '\u0007';
}

/** The bytes that name the terminal's window, or tmux's pane (OSC 2). */
export function titleBytes(title: string, verdict: string, environment: Environment): string {
  return hasOsc(environment) ? `\u001B]2;${shortened(`${singleLine(title)}: ${singleLine(verdict)}`)}\u0007` : '';
}

/** The bytes that keep the window's name before the first `titleBytes`, and that give it back (XTWINOPS 22 and 23). */
export function titleKept(environment: Environment): { readonly keep: string; readonly giveBack: string } {
  return hasOsc(environment) ? { keep: '\u001B[22;2t', giveBack: '\u001B[23;2t' } : { keep: '', giveBack: '' };
}

/** Longest text of a notice: terminals drop sequences that are too long, some at 256 bytes. */
const longestText = 200;

function shortened(text: string): string {
  const characters = Array.from(text);
  return characters.length <= longestText ? text : `${characters.slice(0, longestText - 3).join('')}...`;
}

/** The Linux console and dumb terminals print what they do not know. */
function hasOsc({ TERM: term = '' }: Environment): boolean {
  return term !== '' && term !== 'dumb' && term !== 'linux';
}

/**
 * tmux hands on what stands between `ESC P tmux;` and `ESC \`, its escape bytes doubled (tmux(1), allow-passthrough).
 */
function passed(sequence: string, { TMUX: tmux }: Environment): string {
  if (tmux === undefined || tmux === '') return sequence;
  return `\u001BPtmux;${sequence.replaceAll('\u001B', '\u001B\u001B')}\u001B\\`;
}
