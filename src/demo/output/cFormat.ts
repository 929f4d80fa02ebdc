/** Returns `value` as C's `%.<digits>f` prints it: nan and inf in words. */
export function fixed(value: number, digits = 6): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  // toFixed turns to powers of ten from 1e21 on, C does not; a whole number that large has no digits behind the point.
  if (Math.abs(value) >= 1e21) return `${BigInt(value)}${digits > 0 ? `.${'0'.repeat(digits)}` : ''}`;
  const text = isTie(value, digits) ? roundedToEven(value, digits) : value.toFixed(digits);
  return (value < 0 || Object.is(value, -0)) && !text.startsWith('-') ? `-${text}` : text;
}

/** Returns `value` as C's `%g` prints it: six significant digits, no zeros at the end. */
export function general(value: number): string {
  if (!Number.isFinite(value)) return fixed(value);
  if (value === 0) return '0';
  const [mantissa = '', exponent = '0'] = value.toExponential(5).split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return withoutZeros(value.toFixed(5 - power));
  return `${withoutZeros(mantissa)}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** Returns a whole number or text right-aligned as C's `%<width>d` prints it. */
export function padded(value: number | string, width: number): string {
  return String(value).padStart(width);
}

/**
 * Says whether `value` lies exactly between two numbers of so many digits: only then do C and toFixed round
 * differently.
 */
function isTie(value: number, digits: number): boolean {
  return Math.abs(value * 2 ** (digits + 1)) % 2 === 1;
}

function roundedToEven(value: number, digits: number): string {
  const below = Math.floor(value * 10 ** digits);
  return ((below % 2 === 0 ? below : below + 1) / 10 ** digits).toFixed(digits);
}

function withoutZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
