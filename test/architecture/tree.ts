import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { type Token, tokenise } from './tokens.ts';

/** The modules of the repository, as text: what every rule is a function of. */
export interface Tree {
  readonly files: readonly SourceFile[];
}

export interface SourceFile {
  /** From the root, with slashes: `src/run/reduce.ts`. */
  readonly path: string;
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly imports: readonly Import[];
}

export interface Import {
  /** A file of the tree by its path from the root, else the module's name: `src/run/run.ts`, `node:fs`. */
  readonly from: string;
  /** What is imported by name; `*` for all of it, as a dynamic import has it. */
  readonly names: readonly string[];
  /** Whether only types are imported, so that nothing is left of it when it runs. */
  readonly typesOnly: boolean;
  readonly firstLine: number;
  readonly lastLine: number;
}

const folders = ['src', 'test', 'tools', 'bench'];
const sourceName = /\.tsx?$/;

export function readTree(root: string): Tree {
  const there = folders.filter((folder) => existsSync(join(root, folder)));
  const paths = there.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && sourceName.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const files = paths.map((path) => {
    const text = readFileSync(path, 'utf8');
    const tokens = tokenise(text);
    const place = path.slice(join(root, '/').length).replaceAll('\\', '/');
    return { path: place, text, tokens, imports: importsOf(place, tokens) };
  });
  return { files: files.toSorted((a, b) => (a.path < b.path ? -1 : 1)) };
}

/** The modules that are part of the program. */
export function sourceFiles(tree: Tree): readonly SourceFile[] {
  return tree.files.filter(({ path }) => path.startsWith('src/'));
}

/** `run` for `src/run/reduce.ts`; null for what is in no room. */
export function roomOf(path: string): string | null {
  return /^src\/([^/]+)\//.exec(path)?.[1] ?? null;
}

/** Static and dynamic imports, and exports from elsewhere. */
function importsOf(path: string, all: readonly Token[]): Import[] {
  const tokens = all.filter(({ kind }) => kind !== 'comment');
  const imports: Import[] = [];
  for (const [at, { kind, text }] of tokens.entries()) {
    if (kind !== 'word' || (text !== 'import' && text !== 'export')) continue;
    const statement = statementFrom(tokens, at);
    if (statement === null) continue;
    const module = statement.at(-1)!;
    imports.push({
      from: resolved(path, module.text.slice(1, -1)),
      names: namesIn(statement),
      typesOnly: isTypesOnly(statement),
      firstLine: statement[0]!.line,
      lastLine: module.line,
    });
  }
  return imports;
}

/** The tokens from `import` or `export` to the name of the module, or null when nothing is imported here. */
function statementFrom(tokens: readonly Token[], at: number): readonly Token[] | null {
  const [keyword, second, third] = tokens.slice(at, at + 3);
  if (keyword?.text === 'import' && second?.kind === 'string') return [keyword, second];
  if (keyword?.text === 'import' && second?.text === '(') return third?.kind === 'string' ? [keyword, third] : null;
  for (let end = at + 1; end < tokens.length; end++) {
    const { kind, text } = tokens[end]!;
    if (text === 'from' && tokens[end + 1]?.kind === 'string') return tokens.slice(at, end + 2);
    if (kind !== 'word' && !['{', '}', ',', '*'].includes(text)) return null;
  }
  return null;
}

function namesIn(statement: readonly Token[]): readonly string[] {
  if (statement.length === 2 || statement.some(({ text }) => text === '*')) return ['*'];
  const words = statement.slice(1, -2).filter(({ kind, text }) => kind === 'word' && text !== 'type');
  return words.filter((_, at) => words[at - 1]?.text !== 'as').flatMap(({ text }) => (text === 'as' ? [] : [text]));
}

function isTypesOnly(statement: readonly Token[]): boolean {
  if (statement[1]?.text === 'type') return true;
  const names = statement
    .slice(1, -2)
    .map(({ text }) => text)
    .join(' ');
  return /^\{( type [^,{}]+,?)+ \}$/.test(names);
}

function resolved(path: string, name: string): string {
  return name.startsWith('.') ? posix.join(posix.dirname(path), name) : name;
}
