import { readFileSync } from 'node:fs';
import { createLineReader } from '../../../src/log/lines/lines.ts';
import type { Line } from '../../../src/log/lines/line.ts';
import type { RunEvent } from '../../../src/run/events.ts';
import { reduce } from '../../../src/run/reduce.ts';
import { createRun, type Run } from '../../../src/run/run.ts';
import { createDetector } from '../../../src/trainers/index.ts';
import type { Trainer } from '../../../src/trainers/trainer.ts';

/** Bytes of a recorded log, or of one written from the grammar. */
export function fixture(path: string): Buffer {
  return readFileSync(new URL(`../../../fixtures/${path}`, import.meta.url));
}

/** The bytes as lines, each handed over as intake does. */
export function eachLine(bytes: Buffer | string, onLine: (line: Line) => void): void {
  const lines = createLineReader(onLine);
  lines.push(Buffer.from(bytes), null);
  lines.end();
}

/** What has readers, with the name that they are given. */
type Named = Pick<Trainer, 'names' | 'createReader'>;

/** What a trainer's reader makes of a log, recognition left out. */
export function eventsOf(trainer: Named, bytes: Buffer | string, name: string = trainer.names[0]): RunEvent[] {
  const reader = trainer.createReader(name);
  const events: RunEvent[] = [];
  eachLine(bytes, (line) => reader.read(line, (event) => events.push(event)));
  return events;
}

/** Lines that a trainer's reader does not explain. */
export function unexplainedOf(trainer: Named, bytes: Buffer | string, name: string = trainer.names[0]): string[] {
  const reader = trainer.createReader(name);
  const unexplained: string[] = [];
  eachLine(bytes, (line) => {
    const text = line.text();
    if (!reader.read(line, () => {})) unexplained.push(text);
  });
  return unexplained;
}

/** The run that a log becomes when nobody says whose it is. */
export function runOf(bytes: Buffer | string): Run {
  const run = createRun();
  const detector = createDetector();
  eachLine(bytes, (line) => detector.read(line, (event) => reduce(run, event, null)));
  return run;
}

/** The events of one type, in order. */
export function only<Type extends RunEvent['type']>(
  events: readonly RunEvent[],
  type: Type,
): Extract<RunEvent, { type: Type }>[] {
  return events.filter((event): event is Extract<RunEvent, { type: Type }> => event.type === type);
}

/** What comes before the first word of many a training: an installation and its warnings, `lines` of it. */
export function installation(lines: number): string {
  return Array.from({ length: lines }, (_, index) => `${preamble[index % preamble.length]!}\n`).join('');
}

const preamble = [
  'Collecting torch==2.1.2',
  '  Downloading torch-2.1.2-cp310-cp310-manylinux1_x86_64.whl (670.2 MB)',
  '     ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ 670.2/670.2 MB 2.1 MB/s eta 0:00:00',
  'Requirement already satisfied: numpy in /usr/lib/python3/dist-packages (from torch==2.1.2) (1.26.4)',
  'Installing collected packages: torch, torchvision, pycocotools',
  'Successfully installed pycocotools-2.0.7 torch-2.1.2 torchvision-0.16.2',
  '/usr/lib/python3/dist-packages/torch/functional.py:504: UserWarning: torch.meshgrid: in an upcoming release, it will be required to pass the indexing argument.',
  '  return _VF.meshgrid(tensors, **kwargs)  # type: ignore[attr-defined]',
  '[notice] A new release of pip is available: 23.0.1 -> 24.0',
  "WARNING: Running pip as the 'root' user can result in broken permissions and conflicting behaviour with the system package manager.",
  '2024-04-15 16:48:01.112345: I tensorflow/core/platform/cpu_feature_guard.cc:182] This TensorFlow binary is optimized to use available CPU instructions.',
  'Downloading: "https://download.pytorch.org/models/resnet50-0676ba61.pth" to /root/.cache/torch/hub/checkpoints/resnet50-0676ba61.pth',
  ' 47%|████▋     | 45.9M/97.8M [00:01<00:01, 38.1MB/s]',
];
