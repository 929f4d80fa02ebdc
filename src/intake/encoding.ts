/** Turns the bytes of a log into UTF-8, piece by piece. */
export interface Decoder {
  /** What these bytes are in UTF-8: themselves, unless the log turned out to be in another encoding. */
  readonly decode: (bytes: Buffer) => Buffer;
  /** The log begins anew, perhaps in another encoding. */
  readonly reset: () => void;
}

/**
 * A decoder that tells by the byte order mark: Windows PowerShell writes UTF-16 when a command's output is redirected with `>` or goes through
 * `Tee-Object` (its documentation, about_Character_Encoding).
 */
export function createDecoder(): Decoder {
  let encoding: Encoding | null = null;
  let first = nothing;
  let text: InstanceType<typeof TextDecoder> | null = null;

  function decode(bytes: Buffer): Buffer {
    if (text !== null) return Buffer.from(text.decode(bytes, { stream: true }));
    if (encoding !== null || bytes.length === 0) return bytes;
    const whole = first.length === 0 ? bytes : Buffer.concat([first, bytes]);
    if (whole.length === 1 && mayBeMark(whole[0]!)) {
      first = Buffer.from(whole);
      return nothing;
    }
    first = nothing;
    encoding = encodingOf(whole);
    if (encoding !== 'utf-8') text = new TextDecoder(encoding);
    return decode(whole);
  }

  return {
    decode,
    reset: () => {
      encoding = null;
      first = nothing;
      text = null;
    },
  };
}

/** Whether text that begins with these bytes is in UTF-16. */
export function isWide(bytes: Buffer): boolean {
  return encodingOf(bytes) !== 'utf-8';
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

function encodingOf(bytes: Buffer): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

/** No text in UTF-8 begins like this. */
function mayBeMark(byte: number): boolean {
  return byte === 0xff || byte === 0xfe;
}

const nothing = Buffer.alloc(0);
