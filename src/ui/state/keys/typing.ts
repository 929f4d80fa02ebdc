/** Returns the text that a key types; null for a key that types none. */
export function typedBy(key: string): string | null {
  const text = key === 'space' ? ' ' : key;
  return Array.from(text).length === 1 ? text : null;
}

/** Returns a filter after more was typed into it; `typing` is null before the first character. */
export function longerFilter(typing: string | null, text: string): string {
  return `${typing ?? ''}${text}`.slice(0, maxFilterLength);
}

const maxFilterLength = 80;

/** Returns a text without its last character. */
export function withoutLast(text: string): string {
  return Array.from(text).slice(0, -1).join('');
}
