/**
 * A view of bytes through which four of them are looked at or copied at once, wherever they lie: much faster than byte
 * by byte.
 */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/**
 * Index of the next control byte other than a tab (below 0x20) at or after `from`, or the length of the bytes when
 * there is none.
 */
export function nextControl(bytes: Uint8Array, view: DataView, from: number): number {
  const end = bytes.length;
  const lastWord = end - 4;
  let position = from;
  while (position < end) {
    while (position <= lastWord && !hasControl(view.getInt32(position, true))) position += 4;
    const wordEnd = position < lastWord ? position + 4 : end;
    for (; position < wordEnd; position++) {
      const byte = bytes[position]!;
      if (byte < 0x20 && byte !== 0x09) return position;
    }
  }
  return end;
}

/** Copies bytes; for a piece of a line that is cheaper than the call into the runtime. */
export function copyBytes(from: DataView, start: number, end: number, to: DataView, at: number): void {
  let target = at;
  let position = start;
  for (; position <= end - 4; position += 4, target += 4) to.setInt32(target, from.getInt32(position, true), true);
  for (; position < end; position++, target++) to.setUint8(target, from.getUint8(position));
}

/**
 * Whether one of the four bytes is below 0x20: subtracting sets the high bit of such a byte, and `~word` takes out
 * those that had it before (Anderson, Bit Twiddling Hacks, "Determine if a word has a byte less than n").
 */
function hasControl(word: number): boolean {
  return ((word - 0x20202020) & ~word & 0x80808080) !== 0;
}
