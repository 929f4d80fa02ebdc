import type { Line } from './line.ts';
import { createLine } from './lines.ts';

/**
 * What another program wrote before every line of a log: the clock of docker, kubectl, journald or a CI, the rank of
 * srun or torchrun, the name of a container. It is the same sort of mark, or the same few, on every line; only the
 * segments behind a carriage return have none.
 */
export interface Prefix {
  /** The line without it; the line itself where it has none. What is returned is reused for the next line. */
  readonly strip: (line: Line) => Line;
}

/**
 * The prefixes that a line could have, the shortest first: `0: 12: 3.5, ...` may be the third line of the second rank,
 * or the twelfth iteration as the first rank prints it. What follows decides which one it is. Empty for most lines.
 */
export function prefixesOf(line: Line): readonly Prefix[] {
  const head = headOf(line);
  const prefixes: Prefix[] = [];
  const found: RegExp[] = [];
  let length = 0;
  while (found.length < maxMarks) {
    const mark = marks.find((each) => lengthOf(each, head, length) > 0);
    if (mark === undefined) break;
    length += lengthOf(mark, head, length);
    found.push(mark);
    prefixes.push(createPrefix([...found]));
  }
  return prefixes;
}

function createPrefix(shape: readonly RegExp[]): Prefix {
  const stripped = createLine(Buffer.alloc(0));
  return {
    strip: (line) => {
      const head = headOf(line);
      let length = 0;
      for (const mark of shape) {
        const more = lengthOf(mark, head, length);
        if (more === 0) return line;
        length += more;
      }
      stripped.bytes = line.bytes;
      stripped.start = line.start + length;
      stripped.end = line.end;
      stripped.volatile = line.volatile;
      stripped.time = line.time;
      return stripped;
    },
  };
}

/** As many letters as bytes, so that a place in it is one in the line. */
function headOf({ bytes, start, end }: Line): string {
  return bytes.toString('latin1', start, Math.min(end, start + maxPrefixLength));
}

function lengthOf(mark: RegExp, head: string, from: number): number {
  mark.lastIndex = from;
  return mark.test(head) ? mark.lastIndex - from : 0;
}

/**
 * Each with the one blank that belongs to it, for what is behind may begin with blanks of its own; an editor may have
 * taken it off an empty line.
 */
const marks: readonly RegExp[] = [
  // docker logs --timestamps, kubectl logs --timestamps, GitHub Actions, Jenkins, `ts`, loggers:
  // `2024-03-01T10:00:01.123456789Z `, `[2024-03-01 10:00:01,123] `.
  /\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z| ?[+-]\d\d:?\d\d)?\]?:?(?: |$)/y,
  // `ts`, syslog: `Mar  1 10:00:01 `; and behind it journalctl: `gpubox train.sh[1234]: `.
  /[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d+)?(?: |$)/y,
  /[\w.-]+ [\w./@-]+\[\d+\]:(?: |$)/y,
  // `ts %T`, Jenkins: `10:00:01 `, `[10:00:01] `.
  /(?:\[\d\d:\d\d:\d\d(?:[.,]\d+)?\]|\d\d:\d\d:\d\d(?:[.,]\d+)?):?(?: |$)/y,
  // The logger of DINO, DAB-DETR and related detectors: `[05/10 12:34:56.789]: `.
  /\[\d\d\/\d\d \d\d:\d\d:\d\d\.\d+\]:(?: |$)/y,
  // torchrun: `[default0]:`; mpirun --tag-output: `[1,0]<stdout>:`. No blank belongs to them.
  /\[default\d+\]:|\[\d+,\d+\]<std(?:out|err)>:/y,
  // PyTorch: `[rank0]: `.
  /\[(?:rank ?)?\d+\]:(?: |$)/y,
  // srun --label.
  / {0,3}\d{1,5}:(?: |$)/y,
  // A notebook that became text.
  / {4}|\t/y,
  // Ray: `(RayTrainWorker pid=1234, ip=10.0.0.3) `.
  /\([\w.:-]+ pid=\d+(?:, ip=[\d.]+)?\)(?: |$)/y,
  // docker compose: `trainer-1  | `; kubectl logs --prefix: `[pod/train-0/main] `.
  /(?:[A-Za-z][\w.-]* *\||\[pod\/[\w./-]+\])(?: |$)/y,
  // Containers of Kubernetes as they lie on the node, behind the clock: `stdout F `.
  /std(?:out|err) [FP](?: |$)/y,
  // A logger that takes over what a program prints: `- INFO - `, `- trainer - INFO - `, `[INFO] `, `INFO: `.
  /(?:- )?(?:[\w.]+ - )?(?:\[(?:INFO|DEBUG|WARNING|ERROR|stdout|stderr|STDOUT|STDERR)\]|(?:INFO|DEBUG|WARNING|ERROR|stdout|stderr|STDOUT|STDERR)(?::| -| \|))(?: |$)/y,
];
const maxMarks = 3;
const maxPrefixLength = 200;
