import { type Field, fieldsOf } from '../protobuf.ts';

/** What a record of a `.wandb` file says, as far as it matters here. Times in epoch seconds. */
export type WandbRecord =
  | { readonly is: 'run'; readonly id: string; readonly name: string; readonly config: readonly WandbItem[] }
  | { readonly is: 'config'; readonly items: readonly WandbItem[] }
  | { readonly is: 'history'; readonly step: number | null; readonly items: readonly WandbItem[] }
  /** What the run is summed up by: the latest values of the history, and what was set beside it. */
  | { readonly is: 'summary'; readonly items: readonly WandbItem[] }
  | { readonly is: 'stats'; readonly time: number; readonly items: readonly WandbItem[] }
  | { readonly is: 'console'; readonly text: string }
  | { readonly is: 'exit'; readonly code: number };

/** A value by its name; those of nested names and objects stand with dots between the names. */
export interface WandbItem {
  readonly name: string;
  readonly value: string | number | boolean;
}

/**
 * Reads a record; null for one that does not matter. Never throws. Field numbers: wandb/proto/wandb_internal.proto,
 * `Record` and the messages in it.
 */
export function wandbRecordIn(record: Buffer): WandbRecord | null {
  for (const { number, kind, bytes } of fieldsOf(record)) {
    if (kind !== 'bytes') continue;
    switch (number) {
      case 2:
        return { is: 'history', step: stepOf(bytes), items: itemsOf(bytes, 1) };
      case 3:
        return { is: 'summary', items: itemsOf(bytes, 1) };
      // OutputRecord and OutputRawRecord: lines that were put together, and what was written.
      case 4:
      case 13:
        return { is: 'console', text: textOf(bytes, 3) ?? '' };
      case 6:
        return { is: 'config', items: itemsOf(bytes, 1) };
      case 7:
        return { is: 'stats', time: timeOf(bytes, 2), items: itemsOf(bytes, 3) };
      case 17:
        return runOf(bytes);
      case 18:
        return exitOf(bytes);
      default:
    }
  }
  return null;
}

function runOf(message: Buffer): WandbRecord {
  const config = fieldOf(message, 4);
  const id = textOf(message, 1) ?? '';
  return { is: 'run', id, name: textOf(message, 8) ?? id, config: config === null ? [] : itemsOf(config, 1) };
}

/** Null where the run goes on elsewhere: a second node of a run that is shared. */
function exitOf(message: Buffer): WandbRecord | null {
  const fields = [...fieldsOf(message)];
  if (fields.some(({ number, value }) => number === 3 && value === 1n)) return null;
  const code = fields.find(({ number, kind }) => number === 1 && kind === 'varint')?.value ?? 0n;
  return { is: 'exit', code: Number(BigInt.asIntN(32, code)) };
}

/** `HistoryRecord.step.num`; null in records of the time before there was one, whose values have `_step`. */
function stepOf(message: Buffer): number | null {
  const step = fieldOf(message, 2);
  if (step === null) return null;
  const number = [...fieldsOf(step)].find((field) => field.number === 1 && field.kind === 'varint');
  return number === undefined ? null : Number(BigInt.asIntN(64, number.value));
}

/** `google.protobuf.Timestamp`. */
function timeOf(message: Buffer, number: number): number {
  const parts = [...fieldsOf(fieldOf(message, number) ?? Buffer.alloc(0))];
  const part = (of: number) => Number(parts.find((field) => field.number === of)?.value ?? 0n);
  return part(1) + part(2) / 1e9;
}

/** The items of a message: a key, or the parts of one, and a value as JSON. */
function itemsOf(message: Buffer, number: number): WandbItem[] {
  return [...fieldsOf(message)].filter((field) => field.number === number && field.kind === 'bytes').flatMap(itemOf);
}

function itemOf({ bytes }: Field): WandbItem[] {
  let key = '';
  const nested: string[] = [];
  let json = '';
  for (const field of fieldsOf(bytes)) {
    if (field.kind !== 'bytes') continue;
    if (field.number === 1) key = field.bytes.toString('utf8');
    else if (field.number === 2) nested.push(field.bytes.toString('utf8'));
    else if (field.number === 16) json = field.bytes.toString('utf8');
  }
  return json.length > maxValue ? [] : flat(nested.length > 0 ? nested.join('.') : key, parsed(json), 0);
}

function flat(name: string, value: unknown, depth: number): WandbItem[] {
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return [{ name, value }];
  if (typeof value !== 'object' || value === null || Array.isArray(value) || depth === maxDepth) return [];
  // Histograms, images, tables.
  if ('_type' in value) return [];
  return Object.entries(value).flatMap(([part, each]) => flat(`${name}.${part}`, each, depth + 1));
}

/** Python writes NaN and Infinity, which are no JSON; wandb-core writes them as strings. */
function parsed(json: string): unknown {
  const number = nonFinite.get(json.replaceAll('"', ''));
  if (number !== undefined) return number;
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

const nonFinite: ReadonlyMap<string, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
]);

function fieldOf(message: Buffer, number: number): Buffer | null {
  for (const field of fieldsOf(message)) if (field.number === number && field.kind === 'bytes') return field.bytes;
  return null;
}

function textOf(message: Buffer, number: number): string | null {
  return fieldOf(message, number)?.toString('utf8') ?? null;
}

const maxValue = 100_000;
const maxDepth = 5;
