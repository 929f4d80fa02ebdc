import type { Rule } from '../rule.ts';
import type { Token } from '../tokens.ts';
import { type SourceFile, sourceFiles } from '../tree.ts';

/**
 * Compares lines by their shape: every identifier, string and number counts as any other. Imports, comments and blank
 * lines are passed over. A window of which most is data (fields, rows of a table, lone brackets) is no repetition: what
 * has the same fields is alike by nature, and so are many lines of one shape.
 */
export const repeatedLines: Rule = {
  name: 'repeated-lines',
  reason: 'What stands twice is mended once: one piece of code, with an owner, serves both places.',
  violations: (tree) => pairsOf(sourceFiles(tree).flatMap(windowsOf)),
};

/** Lines that make a repetition. */
const windowLines = 9;
/** How many of them must do something, and how many different things. */
const minDoing = 4;
const minDifferent = 3;

interface Window {
  readonly path: string;
  /** Where it stands among the windows of its file. */
  readonly at: number;
  readonly firstLine: number;
  readonly lastLine: number;
  readonly shape: string;
}

/** Names, literals, types and brackets: `planned: null,` `readonly name: string;` `const space = 0x20;` `});` */
const isData =
  /^(?:(?:word|string|number|regex|const|export|readonly|interface|type|typeof|null|true|false|undefined|unknown|boolean|never|=|[[\]{}<>:,;|?.)]) ?)*$/;

interface Line {
  readonly number: number;
  readonly shape: string;
}

/** A run of windows that stands in two places. */
interface Pair {
  readonly first: readonly [Window, Window];
  readonly last: readonly [Window, Window];
}

function pairsOf(windows: readonly Window[]): string[] {
  const earlier = new Map<string, Window[]>();
  const pairs = new Map<string, Pair>();
  for (const window of windows) {
    const twins = earlier.get(window.shape) ?? [];
    for (const twin of twins) {
      // Windows of one file that overlap are one place.
      if (twin.path === window.path && window.at - twin.at < windowLines) continue;
      const distance = `${twin.path} ${window.path} ${window.at - twin.at}`;
      const before = pairs.get(`${distance} ${window.at - 1}`);
      pairs.delete(`${distance} ${window.at - 1}`);
      pairs.set(`${distance} ${window.at}`, { first: before?.first ?? [twin, window], last: [twin, window] });
    }
    earlier.set(window.shape, [...twins, window]);
  }
  return [...pairs.values()].map(({ first, last }) => {
    const [a, b] = first.map(({ path, firstLine }, at) => `${path}:${firstLine}-${last[at]!.lastLine}`);
    return `${a} stands again in ${b}`;
  });
}

function windowsOf(file: SourceFile): Window[] {
  const lines = linesOf(file);
  return lines.flatMap((_, at) => {
    const window = lines.slice(at, at + windowLines);
    const doing = window.map((line) => line.shape).filter((shape) => !isData.test(shape));
    const isLogic = doing.length >= minDoing && new Set(doing).size >= minDifferent;
    if (window.length < windowLines || !isLogic) return [];
    const shape = window.map((line) => line.shape).join('\n');
    return [{ path: file.path, at, firstLine: window[0]!.number, lastLine: window.at(-1)!.number, shape }];
  });
}

function linesOf({ tokens, imports }: SourceFile): Line[] {
  const counted = tokens.filter(
    ({ kind, line }) =>
      kind !== 'comment' && !imports.some(({ firstLine, lastLine }) => line >= firstLine && line <= lastLine),
  );
  return [...Map.groupBy(counted, ({ line }) => line)].map(([number, onIt]) => ({
    number,
    shape: onIt.map(shapeOf).join(' '),
  }));
}

function shapeOf({ kind, text }: Token): string {
  if (kind === 'punctuation') return text;
  return kind === 'word' && keywords.has(text) ? text : kind;
}

const keywords = new Set(
  (
    'as async await boolean break case catch class const continue default do else export extends false finally for function if in instanceof ' +
    'interface let never new null number of readonly return satisfies string switch this throw true try type typeof undefined unknown void while'
  ).split(' '),
);
