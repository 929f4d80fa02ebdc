import type { Key } from 'ink';

/**
 * Returns the keys of an input as the table of keys names them: `q`, `Q`, `ctrl+c`, `up`, `escape`, `space`, `function`
 * for a function key. Several for text that came in one chunk.
 */
export function keyName(input: string, key: Key): string[] {
  if (key.eventType === 'release') return [];
  const named = namedKey(key);
  if (named !== null) return [named];
  if (key.ctrl) return input === '' ? [] : [`ctrl+${input.toLowerCase()}`];
  // Ink has no flag for function keys: their input is empty.
  if (input === '') return ['function'];
  if (key.meta) return [];
  return Array.from(input).flatMap(characterName);
}

function namedKey(key: Key): string | null {
  if (key.tab) return key.shift ? 'shift+tab' : 'tab';
  if (key.return) return 'enter';
  if (key.escape) return 'escape';
  if (key.backspace || key.delete) return 'backspace';
  if (key.upArrow) return 'up';
  if (key.downArrow) return 'down';
  if (key.leftArrow) return 'left';
  if (key.rightArrow) return 'right';
  if (key.pageUp) return 'pageup';
  if (key.pageDown) return 'pagedown';
  if (key.home) return 'home';
  return key.end ? 'end' : null;
}

function characterName(character: string): string[] {
  if (character === ' ') return ['space'];
  if (character === '\r' || character === '\n') return ['enter'];
  if (character === '\t') return ['tab'];
  return character < ' ' ? [] : [character];
}
