/**
 * The words of a command line as a shell would cut it, with quotes and backslashes and nothing else: no variables, no
 * pipes, no patterns. Throws a sentence when a quote is not closed or there is no word.
 */
export function splitWords(line: string): [string, ...string[]] {
  const words: string[] = [];
  let word: string | null = null;
  let quote: string | null = null;
  for (let index = 0; index < line.length; index++) {
    const character = line[index]!;
    if (quote !== null) {
      if (character === quote) quote = null;
      else if (character === '\\' && quote === '"' && /["\\]/.test(line[index + 1] ?? '')) word += line[++index]!;
      else word += character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (character === '\\' && index + 1 < line.length) {
      word = (word ?? '') + line[++index]!;
    } else if (/\s/.test(character)) {
      if (word !== null) words.push(word);
      word = null;
    } else {
      word = (word ?? '') + character;
    }
  }
  if (quote !== null) throw new Error(`a quote (${quote}) is not closed in \`${line}\``);
  if (word !== null) words.push(word);
  const [first, ...rest] = words;
  if (first === undefined || first === '') throw new Error('it names no program');
  return [first, ...rest];
}
