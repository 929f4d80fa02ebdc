import type { Rule } from '../rule.ts';
import type { Token } from '../tokens.ts';
import { roomOf, type SourceFile, sourceFiles, type Tree } from '../tree.ts';

/** Questions that one place answers, so that two answers cannot differ. */
export const owners: readonly Rule[] = [
  {
    name: 'one-advisor',
    reason: 'A verdict that two rooms assemble comes out differently in each: only monitor/ asks an advisor.',
    violations: (tree) =>
      sourceFiles(tree)
        .filter(({ path }) => !['advisor', 'monitor'].includes(roomOf(path) ?? ''))
        .filter(({ imports }) => imports.some(({ names }) => names.includes('createAdvisor')))
        .map(({ path }) => `${path} imports createAdvisor`),
  },
  {
    name: 'one-control',
    reason: 'How a training is stopped, paused and planned for is built in one place, whoever drives it.',
    violations: (tree) => {
      const members = membersOf('TrainingControl', tree);
      return allButOne(tree, 'builds a TrainingControl', ({ tokens }) => literalsWithMost(members, tokens));
    },
  },
  {
    name: 'one-climb',
    reason: 'Which signal comes next is decided in one place, or two programs signal one training at once.',
    violations: (tree) => allButOne(tree, 'climbs the ladder', (file) => calls(file, 'nextSignal')),
  },
  {
    name: 'one-signal',
    reason: 'Only processes/ knows whether a PID is still the process that was meant.',
    violations: (tree) =>
      allButOne(tree, 'sends a signal', ({ tokens }) =>
        linesWhere(tokens, (at) => /^process \. kill \( (?!process \. pid)/.test(ahead(tokens, at, 7))),
      ),
  },
  {
    name: 'one-printer',
    reason: 'Text from outside can steer a terminal: what is printed goes through src/app/print.ts, which prevents it.',
    violations: (tree) =>
      sourceFiles(tree)
        .filter(({ path }) => path !== 'src/app/print.ts')
        .flatMap(({ path, tokens }) =>
          linesWhere(tokens, (at) =>
            /^(?:process \. std(?:out|err) \. write|console \. \w+ \( )/.test(ahead(tokens, at, 5)),
          ).map((line) => `${path}:${line} prints`),
        ),
  },
  {
    name: 'one-error-message',
    reason: 'What an error says is asked of errorMessage() in words/.',
    violations: (tree) =>
      sourceFiles(tree)
        .filter(({ path }) => roomOf(path) !== 'words')
        .flatMap(({ path, tokens }) =>
          linesWhere(tokens, (at) => /^instanceof Error \? \w+ \. message/.test(ahead(tokens, at, 6))).map(
            (line) => `${path}:${line} asks an error for its message`,
          ),
        ),
  },
];

/** Nothing where at most one place does it; else all of them, since only a person knows which one is the owner. */
function allButOne(tree: Tree, does: string, lines: (file: SourceFile) => readonly number[]): string[] {
  const places = sourceFiles(tree).flatMap((file) => lines(file).map((line) => `${file.path}:${line}`));
  return places.length < 2 ? [] : places.map((place) => `${place} ${does}`);
}

function membersOf(name: string, tree: Tree): readonly string[] {
  for (const { tokens } of sourceFiles(tree)) {
    const at = tokens.findIndex((token, n) => token.text === 'interface' && tokens[n + 1]?.text === name);
    if (at !== -1) return keysOf(tokens, at + 2);
  }
  return [];
}

/** The lines on which object literals open that have most of these members. */
function literalsWithMost(members: readonly string[], tokens: readonly Token[]): number[] {
  return linesWhere(tokens, (at) => {
    if (tokens[at]!.text !== '{' || tokens[at - 2]?.text === 'interface') return false;
    return keysOf(tokens, at).filter((key) => members.includes(key)).length > members.length / 2;
  });
}

/** The names that stand at the beginning of the entries of a literal or an interface which opens at this token. */
function keysOf(tokens: readonly Token[], opening: number): string[] {
  const keys: string[] = [];
  let depth = 0;
  let begins = false;
  for (let at = opening; at < tokens.length; at++) {
    const { kind, text } = tokens[at]!;
    if (kind === 'comment' || text === 'readonly' || text === 'async') continue;
    if (depth === 1 && begins && kind === 'word') keys.push(text);
    if (['{', '(', '['].includes(text)) depth++;
    else if (['}', ')', ']'].includes(text)) depth--;
    if (depth === 0) break;
    begins = depth === 1 && ['{', ',', ';'].includes(text);
  }
  return keys;
}

function calls({ tokens }: SourceFile, name: string): number[] {
  return linesWhere(tokens, (at) => tokens[at - 1]?.text !== 'function' && ahead(tokens, at, 2) === `${name} (`);
}

function linesWhere(tokens: readonly Token[], holds: (at: number) => boolean): number[] {
  return tokens.flatMap(({ line }, at) => (holds(at) ? [line] : []));
}

/** So many tokens from here on, one blank between them. */
function ahead(tokens: readonly Token[], at: number, count: number): string {
  return tokens
    .slice(at, at + count)
    .map(({ text }) => text)
    .join(' ');
}
