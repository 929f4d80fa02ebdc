/**
 * Takes the times off the lines that `docker logs --timestamps` and `kubectl logs --timestamps` print, and drops those
 * that were read before.
 */
export interface StampedLines {
  /** The bytes of a piece without the times, whole lines only; what came before is left out. */
  readonly push: (piece: Buffer) => readonly StampedLine[];
  /** A new connection begins: half a line of the last one is forgotten, since it will come again. */
  readonly reconnect: () => void;
  /** The time of the newest line, as it was printed, to ask on from; null before the first. */
  readonly newest: () => string | null;
}

export interface StampedLine {
  /** With its line end. */
  readonly bytes: Buffer;
  /** Epoch seconds; null for a line without a time (a complaint of the client). */
  readonly time: number | null;
}

/**
 * Both clients can be asked for lines from an instant on, that instant included, and Kubernetes only to the second. So
 * after a new connection lines that are older than the newest are dropped, and of those with the very same time as many
 * as had been read.
 */
export function createStampedLines(): StampedLines {
  let rest: Buffer = Buffer.alloc(0);
  let newest: { readonly text: string; readonly nanoseconds: bigint } | null = null;
  /** Lines read that have the newest time. */
  let atNewest = 0;
  /** Of a new connection: what was the newest before, and how many lines with that time are still to be dropped. */
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
