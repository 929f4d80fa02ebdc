/**
 * Removes the times from the lines of `docker logs --timestamps` and `kubectl logs --timestamps`, and drops lines that
 * were read before.
 */
export interface StampedLines {
  /** Returns the new whole lines of a piece, without times. */
  readonly push: (piece: Buffer) => readonly StampedLine[];
  /** Begins a new connection: half a line of the last one is dropped, since it comes again. */
  readonly reconnect: () => void;
  /** The time of the newest line as printed, to continue from; null before the first. */
  readonly newest: () => string | null;
}

export interface StampedLine {
  /** Including the line end. */
  readonly bytes: Buffer;
  /** Epoch seconds; null for a line without a time (an error of the client). */
  readonly time: number | null;
}

/**
 * Both clients print lines from an instant on, that instant included; Kubernetes rounds it to the second. So after a
 * new connection, lines older than the newest are dropped, and of those with the same time as many as had been read.
 */
export function createStampedLines(): StampedLines {
  let rest: Buffer = Buffer.alloc(0);
  let newest: { readonly text: string; readonly nanoseconds: bigint } | null = null;
  /** Number of lines read with the newest time. */
  let atNewest = 0;
  /** For a new connection: the newest time before it, and how many lines with that time to drop. */
  let before: bigint | null = null;
  let toDrop = 0;

  function take(line: Buffer): StampedLine | null {
    const space = line.indexOf(0x20);
    const text = line.subarray(0, Math.max(0, space)).toString('latin1');
    const nanoseconds = nanosecondsOf(text);
    if (nanoseconds === null) return { bytes: line, time: null };
    if (before !== null && nanoseconds < before) return null;
    if (before !== null && nanoseconds === before && toDrop > 0) {
      toDrop--;
      return null;
    }
    atNewest = newest !== null && nanoseconds === newest.nanoseconds ? atNewest + 1 : 1;
    newest = { text, nanoseconds };
    return { bytes: line.subarray(space + 1), time: Number(nanoseconds / 1000n) / 1e6 };
  }

  return {
    push: (piece) => {
      const all = Buffer.concat([rest, piece]);
      const lines: StampedLine[] = [];
      let start = 0;
      for (let end = all.indexOf(0x0a); end !== -1; end = all.indexOf(0x0a, start)) {
        const line = take(all.subarray(start, end + 1));
        if (line !== null) lines.push(line);
        start = end + 1;
      }
      rest = all.subarray(start);
      return lines;
    },
    reconnect: () => {
      rest = Buffer.alloc(0);
      before = newest?.nanoseconds ?? null;
      toDrop = atNewest;
    },
    newest: () => newest?.text ?? null,
  };
}

/** RFC 3339 with up to nine digits of a second. */
function nanosecondsOf(text: string): bigint | null {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(text);
  if (match === null) return null;
  const milliseconds = Date.parse(`${match[1]}${match[3]}`);
  return Number.isNaN(milliseconds)
    ? null
    : BigInt(milliseconds) * 1_000_000n + BigInt((match[2] ?? '').padEnd(9, '0'));
}
