/** What a terminal sent: keys of a person, and its answers to `backgroundQuestion`. */
interface Sifted {
  readonly keys: string;
  /** The background as the terminal writes it: `rgb:1e1e/1e1e/1e1e`. Null while that has not been answered. */
  readonly background: string | null;
  /** Whether the terminal has said what it is, which every terminal does, after the answer before it. */
  readonly isOver: boolean;
  /** The beginning of what may become an answer. */
  readonly rest: string;
}

/**
 * Asks for the background (OSC 11) and, for terminals that do not know this question, what the terminal is (DA1):
 * questions are answered in their order. Source: xterm's control sequences.
 */
export const backgroundQuestion = '\u001B]11;?\u0007\u001B[c';

/** Takes the answers out of what came from a terminal. */
export function siftAnswers(text: string): Sifted {
  let background: string | null = null;
  let isOver = false;
  const keys = text.replaceAll(answer, (_, colour?: string) => {
    if (colour === undefined) isOver = true;
    else background = colour;
    return '';
  });
  const start = keys.search(beginning);
  return start === -1
    ? { keys, background, isOver, rest: '' }
    : { keys: keys.slice(0, start), background, isOver, rest: keys.slice(start) };
}

const answer = /\u001B(?:\]11;([^\u0007\u001B]{0,64})(?:\u0007|\u001B\\)|\[\?[\d;]{0,64}c)/g;
const beginning = /\u001B(?:\](?:1(?:1(?:;[^\u0007\u001B]{0,64}\u001B?)?)?)?|\[(?:\?[\d;]{0,64})?)?$/;

/**
 * Whether a background, as terminals write colours (XParseColor(3)), is light: its luminance (Rec. 709) is above the
 * middle. Null for what is no colour.
 */
export function isLight(colour: string): boolean | null {
  const match = /^rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})/i.exec(colour);
  if (match === null) return null;
  const [red, green, blue] = match.slice(1).map((digits) => Number.parseInt(digits, 16) / (16 ** digits.length - 1));
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue! > 0.5;
}
