import type { Line } from '../../intake/line.ts';
import { ascii, indexOf } from '../../intake/fields.ts';

/**
 * The segments of a line in which a collector wrote control bytes as octal numbers, as rsyslog and Amazon's CloudWatch do: `#033[K  3/50 ...#015#033[K  3/50`.
 * Null for any other line.
 */
export function segmentsOf(line: Line): readonly Line[] | null {
  if (indexOf(line, escape) === -1 && indexOf(line, carriageReturn) === -1) return null;
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

function withoutEscapes(text: string): string {
  return text.replaceAll(/#033\[[\d;?]*[A-Za-z]/g, '');
}

const escape = ascii('#033[');
const carriageReturn = ascii('#015');
