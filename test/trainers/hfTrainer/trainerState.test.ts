import { describe, expect, test } from 'vitest';
import { inspectionOf } from '../../../src/report/inspection.ts';
import { createReading } from '../../../src/monitor/reading.ts';
import { trainerState } from '../../../src/trainers/hfTrainer/trainerState.ts';
import { eventsOf, fixture, only, unexplainedOf } from '../../support/trainers/readText.ts';

const bytes = fixture('hf-trainer/trainer-state-early-stop.json');

const state = { names: ['hf-trainer'] as const, createReader: trainerState.grammar!.createReader };

interface Entry {
  readonly [key: string]: number | string;
}

/** What a plain script reads: the file as JSON, once what Python writes for not-a-number is none of it. */
const written: { log_history: Entry[] } = JSON.parse(bytes.toString().replaceAll(/: NaN/g, ': "NaN"'));

function runOf(text: Buffer | string) {
  const reading = createReading();
  reading.push(Buffer.from(text), null);
  reading.end();
  return reading.run;
}

describe("trainer_state.json of Hugging Face's Trainer", () => {
  test('gives every loss of the history at its step', () => {
    const losses = written.log_history.filter((entry) => 'loss' in entry);
    expect(only(eventsOf(state, bytes), 'iteration')).toEqual(
      losses.map((entry) =>
        expect.objectContaining({
          iteration: entry['step'],
          loss: Number(entry['loss']),
          learningRate: entry['learning_rate'],
          epoch: Math.ceil(Number(entry['epoch'])),
        }),
      ),
    );
  });

  test('gives every evaluation with its validation loss and its classes', () => {
    const evaluations = written.log_history.filter((entry) => 'eval_map' in entry);
    const events = eventsOf(state, bytes);
    expect(only(events, 'evaluation')).toEqual(
      evaluations.map((entry) =>
        expect.objectContaining({
          iteration: entry['step'],
          map50: entry['eval_map_50'],
          map50To95: entry['eval_map'],
        }),
      ),
    );
    expect(only(events, 'epoch').map(({ validationLoss }) => validationLoss)).toEqual(
      evaluations.map((entry) => entry['eval_loss']),
    );
    expect(
      only(events, 'classes')
        .at(-1)!
        .classes.map(({ name }) => name),
    ).toEqual(['round one', 'square']);
  });

  test('tells the plan, the best checkpoint and that the training stopped before its last step', () => {
    const run = runOf(bytes);
    expect(run.plan).toMatchObject({ iterations: 400, epochs: 10, checkpointEvery: 40 });
    expect(run.checkpoints).toMatchObject([{ path: 'out/checkpoint-160', at: 160, role: 'best' }]);
    expect(run.ended).toBe('early-stop');
    expect(inspectionOf(run)).toMatchObject({ trainer: 'hf-trainer', unexplained: 0 });
    expect(unexplainedOf(state, bytes)).toEqual([]);
  });

  test('of a checkpoint on the way says nothing of an end', () => {
    expect(runOf(fixture('hf-trainer/out/checkpoint-80/trainer_state.json')).ended).toBeNull();
  });

  test('takes infinities for what they are', () => {
    const text = bytes
      .toString()
      .replace('"loss": NaN', '"loss": -Infinity')
      .replace('"loss": 2.5199', '"loss": Infinity');
    const losses = only(eventsOf(state, text), 'iteration').map(({ loss }) => loss);
    expect(losses[0]).toBe(Infinity);
    expect(losses).toContain(-Infinity);
  });

  test('cut off after any byte says nothing that all of it does not say, and never throws', () => {
    const whole = new Set(eventsOf(state, bytes).map((event) => JSON.stringify(event)));
    for (let length = 0; length < bytes.length; length++) {
      // Every cut at the start and the end, and one in seven between them.
      if (length > 1500 && length < bytes.length - 1500 && length % 7 !== 0) continue;
      const said = eventsOf(state, bytes.subarray(0, length)).map((event) => JSON.stringify(event));
      expect(said.filter((event) => !whole.has(event))).toEqual([]);
    }
  });
});
