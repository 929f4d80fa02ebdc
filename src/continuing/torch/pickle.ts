/**
 * What a pickle holds, as far as a look at it needs: dictionaries with their entries, texts and numbers. Everything
 * else is a list of unknown content or a thing that would have to be built, and nothing is built here: no name in a
 * pickle is ever looked up or called.
 */
export type Pickled = string | number | boolean | null | PickledDictionary | PickledList | typeof thing;

/** A dictionary, or an object that was given items as one is. */
export interface PickledDictionary {
  readonly kind: 'dictionary';
  /** It is an object of some class, which may hold more than its items. */
  readonly isObject: boolean;
  readonly entries: Map<Pickled, Pickled>;
}

export interface PickledList {
  readonly kind: 'list';
  size: number;
}

const thing = Symbol('thing');
const mark = Symbol('mark');

/**
 * Reads the first pickle of these bytes, of protocol 0 to 5. Null where they are none, or end before it does. Source:
 * CPython, Lib/pickletools.py.
 */
export function readPickle(bytes: Buffer): Pickled | null {
  const machine: Machine = { bytes, at: 0, stack: [], memo: new Map() };
  try {
    while (machine.at < bytes.length) {
      const opcode = bytes[machine.at++]!;
      if (opcode === stop) return plain(machine.stack.pop());
      const step = steps.get(opcode);
      if (step === undefined) return null;
      step(machine);
    }
  } catch {
    // A number or a text that reaches beyond the end of the bytes.
  }
  return null;
}

interface Machine {
  readonly bytes: Buffer;
  at: number;
  readonly stack: (Pickled | typeof mark)[];
  readonly memo: Map<number, Pickled>;
}

type Step = (machine: Machine) => unknown;

const stop = 0x2e;

const steps: ReadonlyMap<number, Step> = new Map<number, Step>([
  [code('('), (machine) => machine.stack.push(mark)],
  [code('0'), (machine) => machine.stack.pop()],
  [code('1'), (machine) => popToMark(machine)],
  [code('2'), (machine) => push(machine, top(machine))],
  // Values.
  [code('N'), (machine) => push(machine, null)],
  [0x88, (machine) => push(machine, true)],
  [0x89, (machine) => push(machine, false)],
  [code('I'), (machine) => push(machine, Number(line(machine)))],
  [code('F'), (machine) => push(machine, Number(line(machine)))],
  [code('L'), (machine) => push(machine, Number(line(machine).replace(/L$/, '')))],
  [code('J'), (machine) => push(machine, take(machine, 4).readInt32LE())],
  [code('K'), (machine) => push(machine, take(machine, 1)[0]!)],
  [code('M'), (machine) => push(machine, take(machine, 2).readUInt16LE())],
  [code('G'), (machine) => push(machine, take(machine, 8).readDoubleBE())],
  [0x8a, (machine) => push(machine, long(take(machine, take(machine, 1)[0]!)))],
  [0x8b, (machine) => push(machine, long(take(machine, take(machine, 4).readUInt32LE())))],
  // Texts; bytes are things.
  [code('S'), (machine) => push(machine, line(machine).replaceAll(/^['"]|['"]$/g, ''))],
  [code('V'), (machine) => push(machine, line(machine, 'latin1'))],
  [code('T'), (machine) => push(machine, text(machine, 4))],
  [code('U'), (machine) => push(machine, text(machine, 1))],
  [code('X'), (machine) => push(machine, text(machine, 4))],
  [0x8c, (machine) => push(machine, text(machine, 1))],
  [0x8d, (machine) => push(machine, text(machine, 8))],
  [code('B'), (machine) => skipSized(machine, 4)],
  [code('C'), (machine) => skipSized(machine, 1)],
  [0x8e, (machine) => skipSized(machine, 8)],
  [0x96, (machine) => skipSized(machine, 8)],
  // Containers.
  [code('}'), (machine) => push(machine, dictionary())],
  [code(']'), (machine) => push(machine, { kind: 'list', size: 0 })],
  [code(')'), (machine) => push(machine, { kind: 'list', size: 0 })],
  [0x8f, (machine) => push(machine, { kind: 'list', size: 0 })],
  [code('d'), (machine) => push(machine, filled(dictionary(), popToMark(machine)))],
  [code('l'), (machine) => push(machine, listOf(popToMark(machine).length))],
  [code('t'), (machine) => push(machine, listOf(popToMark(machine).length))],
  [0x91, (machine) => push(machine, listOf(popToMark(machine).length))],
  [0x85, (machine) => replace(machine, 1, listOf(1))],
  [0x86, (machine) => replace(machine, 2, listOf(2))],
  [0x87, (machine) => replace(machine, 3, listOf(3))],
  [code('a'), (machine) => added(machine, [pop(machine)])],
  [code('e'), (machine) => added(machine, popToMark(machine))],
  [0x90, (machine) => added(machine, popToMark(machine))],
  [code('s'), (machine) => filled(topAfter(machine, 2), poppedPair(machine))],
  [code('u'), (machine) => fillTop(machine, popToMark(machine))],
  // Things: what is named, called or built is not looked at, but may be given items.
  [code('c'), (machine) => pushThing(machine, line(machine), line(machine))],
  [0x93, (machine) => replace(machine, 2, thing)],
  [0x82, (machine) => pushThing(machine, take(machine, 1))],
  [0x83, (machine) => pushThing(machine, take(machine, 2))],
  [0x84, (machine) => pushThing(machine, take(machine, 4))],
  [code('P'), (machine) => pushThing(machine, line(machine))],
  [code('Q'), (machine) => replace(machine, 1, thing)],
  [code('R'), (machine) => replace(machine, 2, object())],
  [0x81, (machine) => replace(machine, 2, object())],
  [0x92, (machine) => replace(machine, 3, object())],
  [code('i'), (machine) => pushObject(machine, line(machine), line(machine), popToMark(machine))],
  [code('o'), (machine) => pushObject(machine, popToMark(machine))],
  [code('b'), (machine) => machine.stack.pop()],
  [0x97, (machine) => push(machine, thing)],
  [0x98, () => {}],
  // What is kept and fetched again.
  [code('p'), (machine) => machine.memo.set(Number(line(machine)), top(machine))],
  [code('q'), (machine) => machine.memo.set(take(machine, 1)[0]!, top(machine))],
  [code('r'), (machine) => machine.memo.set(take(machine, 4).readUInt32LE(), top(machine))],
  [0x94, (machine) => machine.memo.set(machine.memo.size, top(machine))],
  [code('g'), (machine) => fetch(machine, Number(line(machine)))],
  [code('h'), (machine) => fetch(machine, take(machine, 1)[0]!)],
  [code('j'), (machine) => fetch(machine, take(machine, 4).readUInt32LE())],
  [0x80, (machine) => take(machine, 1)],
  [0x95, (machine) => take(machine, 8)],
]);

function code(letter: string): number {
  return letter.charCodeAt(0);
}

function push({ stack }: Machine, value: Pickled): void {
  stack.push(value);
}

/** What the thing is made of has been read, and is not looked at. */
function pushThing(machine: Machine, ..._parts: readonly unknown[]): void {
  push(machine, thing);
}

function pushObject(machine: Machine, ..._parts: readonly unknown[]): void {
  push(machine, object());
}

function pop({ stack }: Machine): Pickled {
  return plain(stack.pop());
}

function top({ stack }: Machine): Pickled {
  return plain(stack.at(-1));
}

/** What will be on top once that many are popped. */
function topAfter({ stack }: Machine, popped: number): Pickled {
  return plain(stack.at(-1 - popped));
}

function plain(value: Pickled | typeof mark | undefined): Pickled {
  if (value === undefined || value === mark) throw new Error('The pickle takes more than it has put.');
  return value;
}

function popToMark({ stack }: Machine): Pickled[] {
  const at = stack.lastIndexOf(mark);
  if (at === -1) throw new Error('The pickle has no mark where it needs one.');
  const values = stack.splice(at).slice(1);
  return values.map(plain);
}

function poppedPair(machine: Machine): Pickled[] {
  const value = pop(machine);
  return [pop(machine), value];
}

function replace(machine: Machine, popped: number, value: Pickled): void {
  for (let number = 0; number < popped; number += 1) pop(machine);
  push(machine, value);
}

function dictionary(): PickledDictionary {
  return { kind: 'dictionary', isObject: false, entries: new Map() };
}

function object(): PickledDictionary {
  return { kind: 'dictionary', isObject: true, entries: new Map() };
}

function listOf(size: number): PickledList {
  return { kind: 'list', size };
}

function fillTop(machine: Machine, pairs: Pickled[]): void {
  filled(top(machine), pairs);
}

/** Puts keys and values, in turn, into what takes some. */
function filled(into: Pickled, pairs: readonly Pickled[]): Pickled {
  if (!isDictionary(into)) return into;
  for (let at = 0; at + 1 < pairs.length; at += 2) into.entries.set(pairs[at]!, pairs[at + 1]!);
  return into;
}

function added(machine: Machine, values: readonly Pickled[]): void {
  const into = top(machine);
  if (typeof into === 'object' && into?.kind === 'list') into.size += values.length;
}

function fetch(machine: Machine, place: number): void {
  const value = machine.memo.get(place);
  push(machine, value === undefined ? thing : value);
}

function take(machine: Machine, length: number): Buffer {
  const end = machine.at + length;
  if (!(end <= machine.bytes.length)) throw new Error('The pickle ends in the middle of a value.');
  const taken = machine.bytes.subarray(machine.at, end);
  machine.at = end;
  return taken;
}

function line(machine: Machine, encoding: 'utf8' | 'latin1' = 'utf8'): string {
  const end = machine.bytes.indexOf(0x0a, machine.at);
  if (end === -1) throw new Error('The pickle ends in the middle of a line.');
  const taken = machine.bytes.toString(encoding, machine.at, end);
  machine.at = end + 1;
  return taken;
}

function sized(machine: Machine, width: 1 | 4 | 8): Buffer {
  const size = take(machine, width);
  const length = width === 1 ? size[0]! : width === 4 ? size.readUInt32LE() : Number(size.readBigUInt64LE());
  return take(machine, length);
}

function text(machine: Machine, width: 1 | 4 | 8): string {
  return sized(machine, width).toString('utf8');
}

function skipSized(machine: Machine, width: 1 | 4 | 8): void {
  sized(machine, width);
  push(machine, thing);
}

/** Two's complement of any length, the lowest byte first; what is beyond a safe integer is only large. */
function long(bytes: Buffer): number {
  if (bytes.length === 0) return 0;
  if (bytes.length > 6) return Number.MAX_SAFE_INTEGER;
  return bytes.readIntLE(0, bytes.length);
}

/** Whether it is a dictionary, or an object that may be one. */
export function isDictionary(value: Pickled): value is PickledDictionary {
  return typeof value === 'object' && value !== null && value.kind === 'dictionary';
}
