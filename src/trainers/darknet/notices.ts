import type { Emit } from '../trainer.ts';
import { saveEvery } from './checkpoints.ts';
import { announce, beginProcess, type Memory, plan, refineName } from './memory.ts';
import { type LineRule, readByRule } from '../kit/lineRules.ts';
import { finiteOf } from '../kit/numbers.ts';

/** Reads the lines that are printed once or seldom and say something of the plan, the program or the process. */
export function readNotice(text: string, memory: Memory, emit: Emit): boolean {
  return anyNotice.test(text) && readByRule(notices, text, memory, emit);
}

const notices: readonly LineRule<[memory: Memory, emit: Emit]>[] = [
  {
    // AlexeyAB's, for the network that is trained; the one for mAP says train = 0 (parser.c).
    line: /^mini_batch = (\d+), batch = (\d+), time_steps = \d+, train = ([01]) ?$/,
    read: ([, mini, batch, train], memory, emit) => {
      beginProcess(memory);
      if (train !== '1' || Number(mini) < 1) return;
      const subdivisions = Number(batch) / Number(mini);
      emit({
        type: 'plan',
        plan: { batch: Number(batch), subdivisions: Number.isInteger(subdivisions) ? subdivisions : null },
      });
    },
  },
  {
    line: /^Weights are saved after: (\d+) iterations\. Last weights \(\*_last\.weight\) are stored every (\d+) iterations\. ?$/,
    read: ([, numbered, last], _memory, emit) => {
      // The file _last is written only when it comes more often than the numbered ones (detector.c).
      emit({ type: 'plan', plan: { checkpointEvery: Math.min(Number(numbered), Number(last)) } });
    },
  },
  {
    line: /^Learning Rate: \S+, Momentum: \S+, Decay: \S+$/,
    read: (_match, memory, emit) => {
      beginProcess(memory);
      memory.networkNamed = true;
      if (memory.name !== 'darknet-alexeyab') emit({ type: 'plan', plan: { checkpointEvery: saveEvery } });
    },
  },
  {
    line: /^Loading weights from .+$/,
    read: (_match, memory) => {
      beginProcess(memory);
      memory.weightsLoaded = true;
    },
  },
  { line: /^ seen (?:64|32)\b.*$/, read: (_match, memory) => (memory.weightsLoaded = true) },
  {
    line: /^Darknet (?:V\d+|v\d+)\b(?: "[^"]*")?(?: v?(\d[\w.-]*))?( \[.*)?$/,
    read: ([, version, date], memory, emit) => {
      beginProcess(memory);
      const name = 'darknet-hankai';
      if (date !== undefined) refineName(memory, name, emit, version ?? null);
      else memory.unsure = { type: 'trainer', name, version: version ?? null };
    },
  },
  {
    line: /^ Prepare additional network for mAP calculation\.\.\. ?$/,
    read: (_match, memory) => beginProcess(memory),
  },
  {
    line: /^If you want to (?:train from the beginning|re-start training), then use (?:the )?flag .*-clear.*$/,
    read: (_match, memory, emit) => {
      memory.finished = true;
      emit({ type: 'ended', how: 'complete' });
    },
  },
  {
    line: /^Training iteration has reached max batch limit of (\d+)\. {2}If you want$/,
    read: ([, iterations], memory, emit) => {
      plan(memory, Number(iterations), emit);
      memory.finished = true;
      emit({ type: 'ended', how: 'complete' });
    },
  },
  {
    // hank-ai's since 5.2.
    line: /^Disabling mosaic for close_mosaic at iteration #(\d+) .*$/,
    read: ([, iteration], _memory, emit) => emit({ type: 'regime', at: Number(iteration), label: 'mosaic closed' }),
  },
  {
    // hank-ai's trains on one GPU until burn-in, then loads _last.weights and goes on with all of them.
    line: /^[Rr]e-?[Ss]tart training with multiple GPUs.*$/,
    read: (_match, memory, emit) => {
      emit({ type: 'regime', at: memory.iteration, label: 'restarted on several GPUs' });
    },
  },
  {
    // hank-ai's 2 to 4. The number ends the line, so it is sure only with the next one.
    line: /^-> next mAP calculation will be at iteration #(\d+)$/,
    read: ([, iteration], memory) => {
      memory.unsure = { type: 'nextEvaluation', iteration: Number(iteration) };
    },
  },
  {
    // hank-ai's since 5.1.
    line: /^Using \d+ threads to prime loading (\d+) images into cache .*$/,
    read: ([, images], _memory, emit) => emit({ type: 'plan', plan: { trainingImages: Number(images) } }),
  },
  {
    line: /^mAP calculations will be every (\d+) iterations$/,
    read: (_match, memory, emit) => refineName(memory, 'darknet-hankai', emit),
  },
  {
    // Its stderr text begins with a line break, which may have cut the number that ended the line before.
    line: /^ Tensor Cores are (?:used\.|disabled until the first \d+ iterations are reached\.)$/,
    read: (_match, memory) => (memory.unsure = null),
  },
];

/** All of them in one expression: nearly every line that is tried is none of them. */
const anyNotice = new RegExp(notices.map(({ line }) => line.source).join('|'));

/** Emits what only the line after it could make sure of. */
export function settle(memory: Memory, emit: Emit): void {
  const event = memory.unsure;
  if (event === null) return;
  memory.unsure = null;
  if (event.type === 'nextEvaluation') announce(memory, event.iteration, emit);
  else if (event.type === 'trainer') refineName(memory, event.name, emit, event.version);
  else emit(event);
}

/** Reads the two lines that hank-ai's closes with and that repeat what is known: nothing is taken from them. */
export function isRepeated(text: string): boolean {
  const match = /^(?:-> last|Last) accuracy mAP@[\d.]+=(\S+?)%?, best=\S+?%?(?: at iteration #\d+\.)?$/.exec(text);
  return match !== null && (finiteOf(match[1]!) !== null || match[1] === 'none');
}
