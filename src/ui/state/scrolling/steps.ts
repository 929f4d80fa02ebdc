/** Lines that a key moves down by, of a page of so many lines. */
export function steps(page: number): Readonly<Record<string, number>> {
  const far = Number.MAX_SAFE_INTEGER;
  return { up: -1, down: 1, pageup: -page, pagedown: page, home: -far, end: far };
}
