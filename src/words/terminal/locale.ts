/**
 * Whether text may hold more than ASCII: as the first of LC_ALL, LC_CTYPE and LANG says that says anything (locale(7)).
 * Where none does, as in many containers, it may.
 */
export function isUtf8Locale(environment: Readonly<Record<string, string | undefined>>): boolean {
  const told = ['LC_ALL', 'LC_CTYPE', 'LANG'].map((name) => environment[name] ?? '').find((locale) => locale !== '');
  return told === undefined || /utf-?8/i.test(told);
}
