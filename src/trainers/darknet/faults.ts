import type { Emit } from '../trainer.ts';
import type { Memory } from './memory.ts';

/**
 * Reads what Darknet says when something is wrong. Fatal is what ends the program, whatever its exit status says:
 * pjreddie's leaves with 0 when a file is missing. Sources: utils.c, dark_cuda.c, data.c, detector.c, image.c of
 * AlexeyAB's; darknet_utils.cpp of hank-ai's (trainers.md 1.1, 1.4).
 */
export function readFault(text: string, memory: Memory, emit: Emit): boolean {
  if (memory.faultFollows && text.trim() !== '') {
    memory.faultFollows = false;
    emit({ type: 'fault', text: text.trim(), fatal: true });
    return true;
  }
  if (locationLine.test(text)) {
    memory.faultFollows = true;
    return true;
  }
  return readSignal(text, emit) || readListed(text, emit);
}

/**
 * Reads that a file is missing. It comes behind what was printed without an end of line, so that it is looked for
 * before anything else: `Loading weights from -map...Couldn't open file: -map`.
 */
export function readMissingFile(text: string, emit: Emit): boolean {
  const place = text.indexOf("Couldn't open file: ");
  if (place === -1) return false;
  emit({ type: 'fault', text: text.slice(place).trim(), fatal: true });
  return true;
}

/** AlexeyAB's error() says where it is called on one line and why on the next. */
const locationLine = /^(?:Darknet error location|cuDNN status Error in|CUDA status Error): .*line:? #?\d+/;

/**
 * hank-ai's dies of a signal through its handler for errors: a person's or a terminal's signal is no fault of the
 * training.
 */
function readSignal(text: string, emit: Emit): boolean {
  const match =
    /^calling Darknet's fatal error handler due to signal #(\d+)$/.exec(text) ??
    /^\* Error message: +signal handler invoked for signal #(\d+)/.exec(text);
  if (match === null) return false;
  if (askingSignals.has(Number(match[1]))) emit({ type: 'ended', how: 'interrupted' });
  else if (text.startsWith('*')) emit({ type: 'fault', text: text.replace(/^\* Error message: +/, ''), fatal: true });
  return true;
}

/** SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGTERM: sent by somebody, not raised by a mistake. */
const askingSignals = new Set([1, 2, 3, 10, 12, 15]);

function readListed(text: string, emit: Emit): boolean {
  if (!anyFault.test(text)) return false;
  for (const { line, fatal } of faultLines) {
    const match = line.exec(text);
    if (match === null) continue;
    const said = (match[1] ?? text).trim();
    emit({ type: 'fault', text: said.startsWith(unanswered) ? `${said} ${answer}` : said, fatal });
    return true;
  }
  return false;
}

/** hank-ai's asks on a CPU, and takes silence for a no. */
const unanswered = 'Cancel the attempt to train a neural network using a CPU';
const answer = 'It asked for a `yes`: start it with `plateau run --stdin yes -- ...`.';

const faultLines: readonly { readonly line: RegExp; readonly fatal: boolean }[] = [
  { line: /^\* Error message: +(.+)$/, fatal: true },
  { line: /^ ?(?:CUDA|cuDNN|CUDNN|cuBLAS) Error(?: Prev)?: .+/, fatal: true },
  { line: /^ ?Error: There is no .+ file for mAP calculation!/, fatal: true },
  { line: /^Error: .+/, fatal: true },
  { line: /^\S*darknet\S*: .+: Assertion `.*' failed\.$/, fatal: true },
  {
    // The shell's words, alone or as bash says them of a script: `train.sh: line 3: 4242 Killed
    // ./darknet ...`.
    line: /^(?:.*: line \d+: +\d+ )?(?:Segmentation fault|Aborted|Killed|Bus error|Illegal instruction|Floating point exception)(?: *\(core dumped\).*| {2,}.*)?$/,
    fatal: true,
  },
  { line: /^(?:Malloc|Calloc|Realloc|calloc|malloc|realloc|xcalloc|xmalloc) error\b.*/, fatal: true },
  { line: /^First section must be \[net\] or \[network\]/, fatal: true },
  // In 2018 to 2020 these two waited for a key and went on.
  { line: /^ Error: (?:in the file .+ number of names|You set incorrect value batch=1).+/, fatal: false },
  { line: /^ ?Warning: .+/, fatal: false },
  { line: /^Performance bottleneck.+/, fatal: false },
  { line: /^ ?Cannot load image .+/, fatal: false },
  { line: /^STB Reason: .+/, fatal: false },
  { line: /^ ?Can't open label file\..*/, fatal: false },
  { line: /^ ?Wrong (?:annotation|label): .+/, fatal: false },
  { line: /^ ?(?:OpenCV exception|OpenCV can't|Error in load_data_detection\(\)).*/, fatal: false },
  { line: /^(?:unexpected error while|invalid annotation) .+/, fatal: false },
];

/** All of them in one expression: nearly every line that is asked about is none of them. */
const anyFault = new RegExp(faultLines.map(({ line }) => line.source).join('|'));
