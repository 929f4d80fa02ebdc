import type { RunEvent } from '../../../src/run/events.ts';
import type { Trainer } from '../../../src/trainers/trainer.ts';
import { eventsOf } from './readText.ts';

/**
 * What a log that is cut off says and the whole log does not, tried at many places: a number of which only the first
 * digits are there is worse than none. Empty when every cut is honest.
 */
export function inventionsOf(
  trainer: Trainer,
  log: Buffer,
  name: string = trainer.names[0],
  cuts = 150,
): readonly string[] {
  const whole = new Set(eventsOf(trainer, log, name).flatMap(claims));
  const inventions: string[] = [];
  let state = 12345;
  for (let index = 0; index < cuts; index++) {
    state = (state * 1103515245 + 12345) % 2147483648;
    const length = state % log.length;
    const invented = eventsOf(trainer, log.subarray(0, length), name)
      .flatMap(claims)
      .filter((claim) => !whole.has(claim));
    const place = `after ${JSON.stringify(log.subarray(Math.max(0, length - 100), length).toString())}`;
    inventions.push(...invented.map((claim) => `${claim} ${place}`));
  }
  return inventions;
}

/**
 * Every single thing an event says, apart from what it leaves open. How far a block of classes was read is no claim.
 */
function claims(event: RunEvent): string[] {
  if (event.type === 'plan') {
    return Object.entries(event.plan).map(([key, value]) => `plan ${key} ${JSON.stringify(value)}`);
  }
  if (event.type === 'classes') return event.classes.map((entry) => `class ${JSON.stringify(entry)}`);
  if (event.type === 'fault') return [];
  const place = 'iteration' in event ? event.iteration : 'epoch' in event ? event.epoch : null;
  return Object.entries(event)
    .filter(([, value]) => value !== null)
    .flatMap(([key, value]) => {
      if (typeof value !== 'object') return [`${event.type} ${place} ${key} ${String(value)}`];
      return Object.entries(value).map(([part, number]) => `${event.type} ${place} ${key}/${part} ${String(number)}`);
    });
}
