import { expect, test } from 'vitest';
import { createLineReader } from '../../../src/log/lines/lines.ts';
import type { RunEvent } from '../../../src/run/events.ts';
import { pjreddieHabits } from '../../../src/trainers/darknet/habits.ts';
import { createDetectorAmong } from '../../../src/trainers/kit/detector.ts';
import { createDetector, type Detector, trainers } from '../../../src/trainers/index.ts';
import type { Trainer } from '../../../src/trainers/trainer.ts';
import { eventsOf, fixture } from '../../support/trainers/readDarknetLog.ts';

function read(detector: Detector, text: string | Buffer): { events: RunEvent[]; unexplained: number; lines: number } {
  const events: RunEvent[] = [];
  let unexplained = 0;
  let lines = 0;
  const reader = createLineReader((line) => {
    lines++;
    if (!detector.read(line, (event) => events.push(event))) unexplained++;
  });
  reader.push(Buffer.from(text), null);
  reader.end();
  return { events, unexplained: unexplained - detector.recovered(), lines };
}

const noise = (count: number): string =>
  Array.from(
    { length: count },
    (_, index) => `Collecting package-${index} (from -r requirements.txt (line ${index}))\n`,
  ).join('');

test('a log of nobody is unexplained from beginning to end, and nobody is named', () => {
  const detector = createDetector();
  const { events, unexplained } = read(detector, noise(500));
  expect(unexplained).toBe(500);
  expect(events).toEqual([]);
  expect(detector.trainer()).toBeNull();
});

test('what came before the line that showed the trainer is read afterwards', () => {
  const detector = createDetector();
  const { events, unexplained } = read(
    detector,
    'Learning Rate: 0.001, Momentum: 0.9, Decay: 0.0005\nLoaded: 0.250000 seconds\n7: 1.0, 1.0 avg, 0.1 rate, 2.0 seconds, 448 images\n',
  );
  expect(unexplained).toBe(0);
  expect(eventsOf(events, 'iteration')[0]?.seconds).toBe(2.25);
  expect(events[0]).toEqual({ type: 'trainer', name: 'darknet-pjreddie', version: null });
});

test('a trainer is recognised behind thousands of lines of pip and warnings, and its greeting is read', () => {
  const detector = createDetector();
  const log = fixture('darknet-alexeyab-pty-map.log');
  const { events, unexplained } = read(detector, Buffer.concat([Buffer.from(noise(3000)), log]));
  expect(unexplained).toBe(3000);
  expect(detector.trainer()?.title).toBe('Darknet (AlexeyAB)');
  expect(eventsOf(events, 'iteration').length).toBe(220);
  expect(eventsOf(events, 'plan').some(({ plan }) => plan.batch === 16)).toBe(true);
});

test("another trainer's run later in the file is noticed after two hundred lines that make no sense", () => {
  const detector = createDetectorAmong([...trainers, bell]);
  const { events, unexplained } = read(
    detector,
    Buffer.concat([
      fixture('darknet-pjreddie-stdbuf-sigint.log'),
      Buffer.from(noise(150)),
      Buffer.from('ding 1\n'.repeat(80)),
    ]),
  );
  expect(eventsOf(events, 'trainer').map(({ name }) => name)).toEqual(['darknet-pjreddie', 'generic']);
  expect(detector.trainer()).toBe(bell);
  expect(eventsOf(events, 'nextEvaluation').length).toBe(80);
  expect(unexplained).toBe(150);
});

test('a few lines of another trainer in a log do not change whose log it is', () => {
  const detector = createDetectorAmong([...trainers, bell]);
  const { events } = read(
    detector,
    Buffer.concat([fixture('darknet-hankai-nocolor.log'), Buffer.from('ding 1\n'.repeat(199))]),
  );
  expect(eventsOf(events, 'nextEvaluation').filter(({ iteration }) => iteration === 1)).toEqual([]);
});

test('the trainer is the one that a reader found out to be the right one', () => {
  const detector = createDetector();
  read(detector, fixture('alexeyab-2018-04.log'));
  expect(detector.trainer()?.names).toEqual(['darknet-alexeyab']);
});

test('a trainer that was asked for is used whatever the lines look like', () => {
  const detector = createDetector({ force: 'darknet-hankai' });
  const { events } = read(detector, fixture('darknet-alexeyab-nomap.log'));
  expect(eventsOf(events, 'trainer')).toEqual([{ type: 'trainer', name: 'darknet-hankai', version: null }]);
});

test('a name that belongs to no trainer cannot be asked for', () => {
  expect(() => createDetector({ force: 'nobody' satisfies string })).toThrow(/No trainer called nobody is known/);
});

test('a companion file that comes before recognition is read with it', () => {
  const detector = createDetector();
  const before: RunEvent[] = [];
  detector.readCompanion({ path: 'a.cfg', kind: 'configuration' }, '[net]\nmax_batches=300\n', (event) =>
    before.push(event),
  );
  expect(before).toEqual([]);
  const { events } = read(detector, fixture('darknet-pjreddie-plain.log'));
  expect(eventsOf(events, 'plan')[0]?.plan.iterations).toBe(300);
  expect(eventsOf(events, 'checkpoint').at(-1)).toMatchObject({ role: 'final', at: 300 });
});

/** The smallest trainer: it says `ding` and a number. */
const bell: Trainer = {
  names: ['generic'],
  title: 'Bell',
  recognise: (line) => (line.text().startsWith('ding') ? 'generic' : null),
  createReader: () => ({
    read: (line, emit) => {
      const [word, iteration] = line.text().split(' ');
      if (word === 'ding') emit({ type: 'nextEvaluation', iteration: Number(iteration) });
      return word === 'ding';
    },
    readCompanion: () => {},
  }),
  companions: () => [],
  habits: pjreddieHabits,
};
