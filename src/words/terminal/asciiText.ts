import type { Row } from './row.ts';
import { ellipsis, displayWidth } from './screenText.ts';

/**
 * Replaces each character that is two cells wide in an East Asian locale and one elsewhere (Unicode's "ambiguous":
 * lines, blocks, Greek, accents) by one ASCII character, so that no border moves. What is two cells wide everywhere
 * stays.
 */
export function asciiText(text: string): string {
  return plain.test(text) ? text : Array.from(text, asciiCharacter).join('');
}

export function asciiRow(spans: Row): Row {
  return spans.map((piece) => ({ ...piece, text: asciiText(piece.text) }));
}

function asciiCharacter(character: string): string {
  if (plain.test(character) || displayWidth(character) === 2) return character;
  const base = character.normalize('NFD').charAt(0);
  if (plain.test(base)) return base;
  return replacements.find(([characters]) => characters.includes(character))?.[1] ?? '?';
}

const plain = /^[\x20-\x7e]*$/;

const replacements = [
  [ellipsis, '~'],
  ['─━╌┄┈═╴╶╸╺–—−', '-'],
  ['│┃┆┊║┤├', '|'],
  ['╭╮╰╯┌┐└┘┬┴┼╔╗╚╝╠╣╦╩╬┏┓┗┛┡┩╇', '+'],
  ['▁▂▃▄▅▆▇█▉▊▋▌▍▎▏░▒▓', '#'],
  ['·•', '.'],
  ['×✕✗', 'x'],
  ['★', '*'],
  ['↑', '^'],
  ['↓', 'v'],
  ['≈', '~'],
  ['‘’', "'"],
  ['“”', '"'],
] as const;
