import { expect, test } from 'vitest';
import type { RunEvent } from '../../../src/run/events.ts';
import { createTraceback } from '../../../src/trainers/formats/traceback.ts';
import { loguruChain } from '../../support/trainers/crashes.ts';
import { eachLine } from '../../support/trainers/readText.ts';

function read(text: string): { events: RunEvent[]; strangers: string[] } {
  const traceback = createTraceback();
  const events: RunEvent[] = [];
  const strangers: string[] = [];
  eachLine(text, (line) => {
    const words = line.text();
    if (!traceback.read(line, (event) => events.push(event))) strangers.push(words);
  });
  return { events, strangers };
}

const frames = 'Traceback (most recent call last):\n  File "train.py", line 1, in <module>\n    main()\n    ^^^^^^\n';
const fault = (text: string, fatal = true): RunEvent => ({ type: 'fault', text, fatal });

test('the exception is a fatal fault, with its own line as text', () => {
  expect(read(`${frames}RuntimeError: CUDA out of memory. Tried to allocate 2 GiB\n`)).toEqual({
    events: [fault('RuntimeError: CUDA out of memory. Tried to allocate 2 GiB')],
    strangers: [],
  });
});

test.each([
  'AssertionError',
  'subprocess.CalledProcessError: Command died',
  'zlib.error: Error -3',
  'cv2.error: OpenCV(4.5)',
  'torch.distributed.elastic.multiprocessing.errors.ChildFailedError: ',
])('knows %s as an exception', (text) => {
  expect(read(`${frames}${text}\n`).events).toEqual([fault(text.trim())]);
});

test('of a chain each link is told, the last one last, and no line is a stranger', () => {
  const chain = `${frames}KeyError: 'x'\n\nDuring handling of the above exception, another exception occurred:\n\n${frames}ValueError: no x\n\nThe above exception was the direct cause of the following exception:\n\n${frames}RuntimeError: y\n`;
  expect(read(chain)).toEqual({
    events: [fault("KeyError: 'x'"), fault('ValueError: no x'), fault('RuntimeError: y')],
    strangers: [],
  });
});

test('Ctrl-C interrupts, and what falls over because of it is no fault of the training', () => {
  expect(read(`${frames}KeyboardInterrupt\n${frames}BrokenPipeError: [Errno 32] Broken pipe\n`).events).toEqual([
    { type: 'ended', how: 'interrupted' },
    fault('BrokenPipeError: [Errno 32] Broken pipe', false),
  ]);
});

test('a launcher that got a signal interrupts, too', () => {
  const text = 'torch.distributed.elastic.multiprocessing.api.SignalException: Process 123 got signal: 2';
  expect(read(`${frames}${text}\n`).events).toEqual([{ type: 'ended', how: 'interrupted' }]);
});

test('ranks before every line are passed over, also behind a progress bar', () => {
  const ranked = frames.replaceAll(/^/gm, '[rank0]: ').replace(/\[rank0\]: $/, '');
  expect(read(`  3/50 1G 1.2: 40% 5/12${ranked}[rank0]: ValueError: x\n`)).toEqual({
    events: [fault('ValueError: x')],
    strangers: [],
  });
});

test('other lines in between are left to others, and do not end it', () => {
  expect(read(`${frames}ninja: build stopped: subcommand failed.\nEpoch: 3\nOSError: disk full\n`)).toEqual({
    events: [fault('OSError: disk full')],
    strangers: ['ninja: build stopped: subcommand failed.', 'Epoch: 3'],
  });
});

test('a traceback whose end was lost is given up', () => {
  const lines = Array.from({ length: 60 }, (_, index) => `step ${index}`).join('\n');
  expect(read(`${frames}${lines}\nValueError: of something else\n`).events).toEqual([]);
});

test('a line that only looks like an exception is none', () => {
  expect(read('ValueError: I was quoted\n').events).toEqual([]);
});

test('reads what loguru draws', () => {
  expect(read(loguruChain)).toEqual({
    events: [
      fault("ModuleNotFoundError: No module named 'detector.fast_eval'"),
      fault("subprocess.CalledProcessError: Command '['make', '-v']' returned non-zero exit status 1."),
      fault("RuntimeError: Error building extension 'fast_eval'"),
    ],
    strangers: [],
  });
});
