/** The part of an escape sequence that has been read so far; it may come in any number of pieces. */
export interface Sequence {
  /** Whether a sequence has begun and not ended. */
  readonly open: () => boolean;
  /**
   * An ESC was read, and `after` is the byte behind it. Returns the index to go on from: what follows may already have
   * ended the sequence.
   */
  readonly begin: (bytes: Uint8Array, after: number) => number;
  /** Moves over the bytes that belong to the open sequence; returns the index of the first that does not. */
  readonly skip: (bytes: Uint8Array, from: number) => number;
  /** Forgets the open sequence. */
  readonly abandon: () => void;
}

/** Bytes after which a sequence that does not end is taken for text: no title and no colour is that long. */
export const maxSequenceLength = 1024;

type State = 'none' | 'escape' | 'intermediate' | 'control' | 'string';

/**
 * Follows escape sequences as ECMA-48 and xterm's control sequences define them: CSI, OSC and the other strings (DCS,
 * SOS, PM, APC), which end in BEL or ST, and the short ones. The end of a line ends every sequence, so that a title
 * that was cut off cannot swallow the log.
 */
export function createSequence(): Sequence {
  let state: State = 'none';
  let length = 0;

  function begin(bytes: Uint8Array, after: number): number {
    const end = endOfControl(bytes, after);
    if (end !== -1) return end;
    state = 'escape';
    length = 0;
    return after;
  }

  function skip(bytes: Uint8Array, from: number): number {
    let position = from;
    while (state !== 'none' && position < bytes.length) {
      const byte = bytes[position]!;
      length++;
      if (byte === lineFeed || byte === carriageReturn || length > maxSequenceLength) state = 'none';
      else if (byte === escape) state = 'escape';
      else if (byte === cancel || byte === substitute) state = 'none';
      else state = stateAfter(state, byte);
      // The end of the line, and a byte that no sequence holds, belong to the text.
      if (
        state === 'none' &&
        (byte === lineFeed || byte === carriageReturn || byte >= 0x80 || length > maxSequenceLength)
      )
        return position;
      position++;
    }
    return position;
  }

  return {
    open: () => state !== 'none',
    begin,
    skip,
    abandon: () => {
      state = 'none';
    },
  };
}

/**
 * The index behind a short CSI that is all there, or -1: the commonest by far, and worth not going through the states.
 */
function endOfControl(bytes: Uint8Array, after: number): number {
  if (after + shortControl > bytes.length || bytes[after] !== controlIntroducer) return -1;
  for (let position = after + 1; position < after + shortControl; position++) {
    const byte = bytes[position]!;
    if (byte >= 0x40 && byte < 0x7f) return position + 1;
    if (byte < 0x20 || byte > 0x3f) return -1;
  }
  return -1;
}

/**
 * The state after one more byte. Sources: ECMA-48 section 5.4 for the ranges of bytes, xterm's "Control Sequences" for
 * BEL ending an OSC.
 */
function stateAfter(state: Exclude<State, 'none'>, byte: number): State {
  switch (state) {
    case 'string':
      return byte === bell ? 'none' : 'string';
    case 'control':
      if (byte < 0x40) return 'control';
      return 'none';
    case 'escape':
      if (byte === controlIntroducer) return 'control';
      if (stringIntroducers.has(byte)) return 'string';
      return byte >= 0x20 && byte < 0x30 ? 'intermediate' : 'none';
    case 'intermediate':
      return byte >= 0x20 && byte < 0x30 ? 'intermediate' : 'none';
    default:
      return state satisfies never;
  }
}

const bell = 0x07;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const cancel = 0x18;
const substitute = 0x1a;
const escape = 0x1b;
const controlIntroducer = 0x5b;
/** Bytes of a CSI, its introducer counted, that is looked for at once. */
const shortControl = 8;
/** OSC, DCS, SOS, PM, APC. */
const stringIntroducers: ReadonlySet<number> = new Set([0x5d, 0x50, 0x58, 0x5e, 0x5f]);
