/** Turns the bytes of a log into UTF-8, piece by piece. */
export interface Decoder {
  /** What these bytes are in UTF-8: themselves, unless the log began with a byte order mark. */
  readonly decode: (bytes: Buffer) => Buffer;
  /** Starts over: the log begins again, perhaps in another encoding. */
  readonly reset: () => void;
}

/**
 * A decoder that detects the encoding by the byte order mark, which is not part of the text: Windows PowerShell writes
 * UTF-16 when a command's output is redirected with `>` or goes through `Tee-Object`, and UTF-8 with a mark through
 * `Out-File
 * -Encoding utf8` (its documentation, about_Character_Encoding).
 */
export function createDecoder(): Decoder {
  let isBegun = false;
  let first = nothing;
  let text: InstanceType<typeof TextDecoder> | null = null;

  function decode(bytes: Buffer): Buffer {
    if (text !== null) return Buffer.from(text.decode(bytes, { stream: true }));
    if (isBegun || bytes.length === 0) return bytes;
    const whole = first.length === 0 ? bytes : Buffer.concat([first, bytes]);
    if (marks.some(({ mark }) => whole.length < mark.length && mark.subarray(0, whole.length).equals(whole))) {
      first = Buffer.from(whole);
      return nothing;
    }
    first = nothing;
    isBegun = true;
    const encoding = encodingOf(whole);
    if (encoding === null) return whole;
    text = encoding === 'utf-8' ? null : new TextDecoder(encoding);
    return encoding === 'utf-8' ? whole.subarray(utf8Mark.length) : decode(whole);
  }

  return {
    decode,
    reset: () => {
      isBegun = false;
      first = nothing;
      text = null;
    },
  };
}

const nothing = Buffer.alloc(0);
const utf8Mark = Buffer.from([0xef, 0xbb, 0xbf]);
const marks = [
  { mark: utf8Mark, encoding: 'utf-8' },
  { mark: Buffer.from([0xff, 0xfe]), encoding: 'utf-16le' },
  { mark: Buffer.from([0xfe, 0xff]), encoding: 'utf-16be' },
] as const;

function encodingOf(bytes: Buffer): (typeof marks)[number]['encoding'] | null {
  return marks.find(({ mark }) => bytes.subarray(0, mark.length).equals(mark))?.encoding ?? null;
}
