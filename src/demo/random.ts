/** A seeded source of numbers; every draw moves it on. */
export interface Random {
  /** A number evenly spread over 0 <= x < 1. */
  readonly uniform: () => number;
  /** A whole number evenly spread over `low` to `high`, both included. */
  readonly integer: (low: number, high: number) => number;
  /** A draw from the standard normal distribution. */
  readonly normal: () => number;
}

/**
 * Returns the same numbers for the same seed on every machine. Different `stream`s of one seed are independent, so that
 * one part of the program can draw more or fewer numbers without changing what another part gets. Source: sfc32 of
 * Chris Doty-Humphrey's PractRand, the state filled by the 32-bit finaliser of MurmurHash3.
 */
export function createRandom(seed: number, stream: string): Random {
  const nextWord = createWords(seed, stream);
  const uniform = (): number => nextWord() / 2 ** 32;
  return {
    uniform,
    integer: (low, high) => low + Math.floor(uniform() * (high - low + 1)),
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  };
}

/** Returns the whole numbers 0 to `count` - 1 in an order drawn from `random` (Fisher and Yates). */
export function shuffledIndexes(count: number, random: Random): number[] {
  const indexes = Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last -= 1) {
    const chosen = random.integer(0, last);
    const moved = indexes[last]!;
    indexes[last] = indexes[chosen]!;
    indexes[chosen] = moved;
  }
  return indexes;
}

function createWords(seed: number, stream: string): () => number {
  let [a, b, c] = [mix(seed), mix(hash(stream)), mix(Math.floor(seed / 2 ** 32) ^ 0x9e3779b9)];
  let counter = 1;
  const next = (): number => {
    const word = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + word;
    return word >>> 0;
  };
  // Twelve rounds are what PractRand uses until seeds that differ in one bit give unrelated numbers.
  for (let round = 0; round < 12; round += 1) next();
  return next;
}

function hash(text: string): number {
  let value = 0;
  for (const character of text) value = mix(value ^ character.codePointAt(0)!);
  return value;
}

function mix(word: number): number {
  let mixed = word | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
