import { ascii, indexOf, textBetween } from '../../log/formats/fields.ts';
import type { Line } from '../../log/lines/line.ts';
import type { Emit } from '../trainer.ts';

/** Reads the tracebacks that Python prints when an exception ends a program. */
export interface TracebackReader {
  /**
   * Whether the line belongs to a traceback. Emits what ended the program with the line that names it. Cheap while
   * there is no traceback.
   */
  readonly read: (line: Line, emit: Emit) => boolean;
  /** Whether a traceback has begun and has not come to its exception yet. */
  readonly open: () => boolean;
  /** Another training begins: what ended the last one is forgotten. */
  readonly reset: () => void;
}

/**
 * A reader of tracebacks, plain, with the ranks of torchrun before every line, or as loguru draws them. The exception
 * is a fatal fault, with its own line as text; KeyboardInterrupt, and a launcher that reports the signal that it got,
 * end the training as interrupted, and what else falls over because of that is no fault. Shape: Python documentation,
 * module `traceback`; "During handling of ..." goes on with another traceback.
 */
export function createTraceback(): TracebackReader {
  let open = false;
  /** What stands before every line: `[rank0]: `. */
  let prefix = '';
  let frames = 0;
  /** Lines since the traceback began that do not belong to it. */
  let strangers = 0;
  /** A traceback has ended, so that the next may be chained to it. */
  let chained = false;
  let interrupted = false;

  function read(line: Line, emit: Emit): boolean {
    if (open) return readInside(line.text(), emit);
    if (line.volatile) return false;
    const start = indexOf(line, opening);
    if (start !== -1) {
      begin(line, start);
      return true;
    }
    return chained && readBetween(line);
  }

  function begin(line: Line, start: number): void {
    open = true;
    frames = 0;
    strangers = 0;
    const before = textBetween(line, line.start, start);
    // A progress bar may stand before it, which the next lines do not repeat.
    prefix = /\[rank\d+\]:\s?$/.exec(before)?.[0] ?? '';
  }

  function readInside(whole: string, emit: Emit): boolean {
    const text = whole.startsWith(prefix) ? whole.slice(prefix.length) : whole;
    const bare = text.trim();
    if (bare === '' || /^(?:\s|> )/.test(text)) {
      if (/^(?:> )?File "/.test(bare)) frames++;
      return true;
    }
    if (bare.startsWith('Traceback (most recent call last):')) {
      frames = 0;
      return true;
    }
    if (!isException.test(bare)) {
      // Another rank, a worker or the shell writes in between; after many such lines the end of the traceback was lost.
      if (++strangers > maxStrangers) open = false;
      return false;
    }
    open = false;
    chained = true;
    finish(bare, emit);
    return true;
  }

  function finish(text: string, emit: Emit): void {
    if (isInterruption.test(text)) {
      interrupted = true;
      emit({ type: 'ended', how: 'interrupted' });
      return;
    }
    // `SyntaxError` and the like come without a frame; a line that only looks like an exception does too.
    if (frames === 0 && !/(?:Error|Exception)\b/.test(text)) return;
    emit({ type: 'fault', text, fatal: !interrupted });
  }

  function readBetween(line: Line): boolean {
    const text = line.text();
    const bare = (text.startsWith(prefix) ? text.slice(prefix.length) : text).trim();
    if (bare === '' || between.test(bare)) return true;
    chained = false;
    return false;
  }

  function reset(): void {
    open = false;
    chained = false;
    interrupted = false;
  }

  return { read, open: () => open, reset };
}

const opening = ascii('Traceback (most recent call last):');
/**
 * `KeyboardInterrupt`, `RuntimeError: CUDA out of memory.`, `subprocess.CalledProcessError: ...`, `zlib.error: ...`;
 * but no `ninja: build stopped`.
 */
const isException = /^(?:(?:[A-Za-z_]\w*\.)+[A-Za-z_]\w*|[A-Z][a-z\d]*[A-Z]\w*|\w*(?:Error|Exception))(?:: .*|:)?$/;
const maxStrangers = 50;
const isInterruption =
  /^(?:KeyboardInterrupt\b|(?:[\w.]+\.)?SignalException: .*(?:signal: (?:1|2|15)\b|SIG(?:HUP|INT|TERM)))/;
const between =
  /^(?:During handling of the above exception, another exception occurred:|The above exception was the direct cause of the following exception:)$/;
