export type TokenKind = 'word' | 'number' | 'string' | 'regex' | 'punctuation' | 'comment';

export interface Token {
  readonly kind: TokenKind;
  /** As it stands in the file, quotes and comment marks included. */
  readonly text: string;
  /** The line it begins on, from 1. */
  readonly line: number;
}

/**
 * Splits TypeScript or TSX into tokens and drops white space. Never fails: what it cannot place (an apostrophe in the
 * text of an element) is punctuation. A template is a string for each part between its expressions.
 */
export function tokenise(text: string): readonly Token[] {
  const tokens: Token[] = [];
  // The depth of braces at which each open `${` closes again.
  const templates: number[] = [];
  let depth = 0;
  let line = 1;
  let at = 0;
  let last: Token | null = null;
  while (at < text.length) {
    const closesTemplate = text[at] === '}' && templates.at(-1) === depth;
    if (closesTemplate) templates.pop();
    const found = closesTemplate ? restOfTemplate(text, at) : tokenAt(text, at, last);
    if (found.kind !== 'space') {
      const token: Token = { kind: found.kind, text: found.text, line };
      tokens.push(token);
      if (found.kind !== 'comment') last = token;
    }
    if (found.kind === 'string' && found.text.endsWith('${')) templates.push(depth);
    else if (found.text === '{') depth++;
    else if (found.text === '}') depth--;
    for (let end = found.text.indexOf('\n'); end !== -1; end = found.text.indexOf('\n', end + 1)) line++;
    at += found.text.length;
  }
  return tokens;
}

interface Found {
  readonly kind: TokenKind | 'space';
  readonly text: string;
}

const kinds = ['space', 'comment', 'string', 'number', 'word', 'punctuation'] as const;
const token = new RegExp(
  [
    /(\s+)/,
    /(\/\/[^\n]*|\/\*[^]*?\*\/)/,
    /('(?:\\[^]|[^'\\\n])*'|"(?:\\[^]|[^"\\\n])*"|`(?:\\[^]|\$(?!\{)|[^\\`$])*(?:`|\$\{))/,
    /(\d(?:[\w.]|(?<=e)[+-])*)/,
    /([A-Za-z_$#@][\w$]*)/,
    /(=>|\.\.\.|\?\.|\?\?|[=!]==?|[^])/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'y',
);
const template = /\}(?:\\[^]|\$(?!\{)|[^\\`$])*(?:`|\$\{)/y;
const regex = /\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y;

function tokenAt(text: string, at: number, last: Token | null): Found {
  token.lastIndex = at;
  const found = token.exec(text)!;
  if (found[0] === '/' && mayBeginRegex(last)) {
    regex.lastIndex = at;
    const whole = regex.exec(text);
    if (whole !== null) return { kind: 'regex', text: whole[0] };
  }
  const kind = kinds.find((_, group) => found[group + 1] !== undefined)!;
  return { kind, text: found[0] };
}

function restOfTemplate(text: string, at: number): Found {
  template.lastIndex = at;
  return { kind: 'string', text: template.exec(text)?.[0] ?? text.slice(at) };
}

/** Whether a slash behind this token begins a regular expression: behind a value it divides. */
function mayBeginRegex(last: Token | null): boolean {
  if (last === null) return true;
  if (last.kind === 'punctuation') return ![')', ']', '}'].includes(last.text);
  return last.kind === 'word' && ['return', 'typeof', 'case', 'in', 'of', 'await', 'yield'].includes(last.text);
}
