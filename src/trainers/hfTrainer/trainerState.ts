import type { Line } from '../../log/lines/line.ts';
import { numberOf } from '../kit/numbers.ts';
import type { Emit, ResultFile, TrainerReader } from '../trainer.ts';
import { emitEvaluation, iterationOf } from './history.ts';

/**
 * `trainer_state.json`, which Hugging Face's Trainer leaves in every checkpoint: one JSON object with the whole history
 * so far, two blanks an indent and its keys sorted. It is read line by line, so that a file that is still being written
 * gives what is in it. NaN and Infinity stand there as Python writes them. Source: transformers/trainer_callback.py
 * (`TrainerState.save_to_json`).
 */
export const trainerState: ResultFile = {
  name: 'trainer_state.json',
  // The newest of many: `src/log/formats/checkpointStates.ts` finds it.
  patterns: [],
  grammar: {
    trainer: 'hf-trainer',
    recognise: (line) => startsAsKey(line) && ownKey.test(line.text()),
    createReader,
  },
};

interface Memory {
  /** Numbers of the whole training, by their key. */
  readonly whole: Map<string, number>;
  best: string | null;
  /** Numbers of the entry that is open; null between two entries. */
  entry: Map<string, number> | null;
  inHistory: boolean;
  /** The entry that comes when a training is over. */
  over: boolean;
  /** The bracket that closes the object has come. */
  closed: boolean;
}

function createReader(): TrainerReader {
  const memory: Memory = { whole: new Map(), best: null, entry: null, inHistory: false, over: false, closed: false };
  return {
    read(line, emit) {
      const text = line.text();
      return readEntry(text, memory, emit) || readWhole(text, memory, emit);
    },
    // One object: cut off, it is of a checkpoint that cannot be resumed from, whatever its history says.
    cutOff: () =>
      memory.closed
        ? null
        : 'it is being written, or its checkpoint was never finished. Name the one of an earlier checkpoint',
  };
}

/** A line of an entry of the history. Lists in it (`eval_map_per_class`) have no names to their numbers. */
function readEntry(text: string, memory: Memory, emit: Emit): boolean {
  if (!memory.inHistory) return false;
  if (text === '    {') {
    memory.entry = new Map();
    return true;
  }
  if (memory.entry === null) return false;
  if (/^ {4}\},?$/.test(text)) {
    emitEntry(memory.entry, memory, emit);
    memory.entry = null;
    return true;
  }
  const match = /^ {6}"((?:[^"\\]|\\.)+)": "?([^",]+)"?,?$/.exec(text);
  const value = match === null ? null : numberOf(match[2]!);
  if (value !== null) memory.entry.set(match![1]!, value);
  return text.startsWith('      ');
}

function emitEntry(entry: Map<string, number>, memory: Memory, emit: Emit): void {
  const epoch = entry.get('epoch');
  const iteration = entry.get('step');
  const loss = entry.get('loss');
  if (entry.has('train_runtime')) memory.over = true;
  if (epoch === undefined || iteration === undefined || !Number.isInteger(iteration) || iteration < 1) return;
  if (loss !== undefined) emit(iterationOf(loss, { epoch, iteration }, entry));
  else if (!entry.has('train_runtime')) emitEvaluation({ epoch, iteration }, entry, emit, { exact: true });
}

/** A line of the object itself, and all that is deeper in it than its history. */
function readWhole(text: string, memory: Memory, emit: Emit): boolean {
  if (text === '' || text === '{') return true;
  if (text === '}') {
    memory.closed = true;
    emitEnd(memory, emit);
    return true;
  }
  if (/^ {2}"log_history": \[$/.test(text)) {
    memory.inHistory = true;
    return true;
  }
  if (/^ {2}[\]}],?$/.test(text)) {
    if (memory.inHistory && memory.best !== null) emitBest(memory.best, emit);
    memory.inHistory = false;
    return true;
  }
  const match = /^ {2}"(\w+)": (.+)$/.exec(text);
  if (match === null) return /^ {4}/.test(text);
  const [, key, value] = match;
  if (key === 'best_model_checkpoint') memory.best = /^"(.+)",$/.exec(value!)?.[1] ?? null;
  // A number in which the file was cut off would be another one.
  const number = value!.endsWith(',') ? numberOf(value!.slice(0, -1)) : null;
  if (number !== null) memory.whole.set(key!, number);
  if (number !== null && number > 0) emitPlan(key!, number, emit);
  return true;
}

function emitPlan(key: string, value: number, emit: Emit): void {
  if (key === 'max_steps') emit({ type: 'plan', plan: { iterations: value } });
  // It may be a fraction of an epoch that is trained.
  if (key === 'num_train_epochs') emit({ type: 'plan', plan: { epochs: Math.ceil(value) } });
  if (key === 'save_steps' && Number.isInteger(value)) emit({ type: 'plan', plan: { checkpointEvery: value } });
}

function emitBest(path: string, emit: Emit): void {
  const step = /checkpoint-(\d+)\/?$/.exec(path)?.[1];
  emit({ type: 'checkpoint', path, at: step === undefined ? null : Number(step), role: 'best' });
}

/** Its own early stopping says nothing: the training is over before its last step. */
function emitEnd({ whole, over }: Memory, emit: Emit): void {
  if (!over) return;
  const early = (whole.get('global_step') ?? 0) < (whole.get('max_steps') ?? 0);
  emit({ type: 'ended', how: early ? 'early-stop' : 'complete' });
}

function startsAsKey(line: Line): boolean {
  return !line.volatile && line.bytes[line.start] === space && line.bytes[line.start + 2] === quote;
}

/** Its first keys, whatever the version. */
const ownKey = /^ {2}"(?:best_(?:global_step|metric|model_checkpoint)": .*,|log_history": \[)$/;
const space = 0x20;
const quote = 0x22;
