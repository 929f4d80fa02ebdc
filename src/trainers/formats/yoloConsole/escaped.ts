import type { Line } from '../../../log/lines/line.ts';

/**
 * The segments of a line in which a collector wrote control bytes as octal numbers, as rsyslog and Amazon's CloudWatch
 * do: `#033[K  3/50 ...#015#033[K  3/50`.
 */
export function segmentsOf(line: Line): readonly Line[] {
  const texts = withoutEscapes(line.text()).split('#015');
  return texts.map((text, place) => {
    const bytes = Buffer.from(text);
    return {
      bytes,
      start: 0,
      end: bytes.length,
      volatile: place < texts.length - 1,
      time: line.time,
      text: () => text,
    };
  });
}

/** The text without the colours that were written so. */
export function withoutEscapes(text: string): string {
  return text.replaceAll(/#033\[[\d;?]*[A-Za-z]/g, '');
}
