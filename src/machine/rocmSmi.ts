import * as v from 'valibot';
import type { Gpu, GpuProcess } from './machineSample.ts';

/** What is asked of `rocm-smi` (its own `--help`). */
export const rocmQuery = [
  '--showproductname',
  '--showuse',
  '--showtemp',
  '--showpower',
  '--showmaxpower',
  '--showmeminfo',
  'vram',
  '--showpids',
  '--json',
] as const;

/**
 * Reads its JSON, whose keys changed between versions: `Card series` and `Card Series`,
 * `Average Graphics Package Power (W)` and `Current Socket Graphics Package Power (W)`. It tells processes for all
 * cards together, so that they stand with the first. Pure. Throws a sentence for another form.
 */
export function parseRocm(text: string, ours: ReadonlySet<number>): readonly Gpu[] {
  const { success, output: found } = v.safeParse(rocmSchema, text);
  if (!success) throw new Error('The answer of rocm-smi is not in a known form.');
  const processes = Object.entries(found['system'] ?? {}).flatMap(([key, value]) => processOf(key, value, ours));
  const cards = Object.entries(found).filter(([key]) => /^card\d+$/.test(key));
  return cards.map(([key, values], place) => {
    const value = (pattern: RegExp): string | null =>
      Object.entries(values).find(([name]) => pattern.test(name))?.[1] ?? null;
    const used = figure(value(/^GPU use \(%\)/i));
    return {
      index: Number(key.slice('card'.length)),
      name: value(/^Card series/i) ?? value(/^Card model/i) ?? key,
      utilisation: used === null ? null : used / 100,
      memoryUsed: figure(value(/^VRAM Total Used Memory/i)),
      memoryTotal: figure(value(/^VRAM Total Memory/i)),
      temperature: figure(value(/^Temperature \(Sensor (?:edge|junction)\)/i)),
      power: figure(value(/Graphics Package Power \(W\)$/i)),
      powerLimit: figure(value(/^Max Graphics Package Power/i)),
      processes: place === 0 ? processes : [],
    };
  });
}

const textOrNumber = v.pipe(v.union([v.string(), v.number()]), v.transform(String));

/** For each card, and for `system`, values by their names. */
const rocmSchema = v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.record(v.string(), textOrNumber)));

/** `"PID4242": "python, 1, 8589934592, 0, 0"`: name, number of GPUs, bytes of VRAM, SDMA, CU occupancy. */
function processOf(key: string, value: string, ours: ReadonlySet<number>): readonly GpuProcess[] {
  const pid = /^PID(\d+)$/.exec(key)?.[1];
  if (pid === undefined) return [];
  const [name = '', , memory = ''] = value.split(', ');
  return [{ pid: Number(pid), name, memory: figure(memory), ours: ours.has(Number(pid)) }];
}

function figure(text: string | null): number | null {
  return text !== null && /^\d+(?:\.\d+)?$/.test(text.trim()) ? Number(text) : null;
}
