/** Text that comes from outside (a command line, a name) as one line without control bytes, cut at 1024 characters. */
export function inOneLine(text: string): string {
  return text
    .replaceAll(/[\u0000-\u001F\u007F-\u009F]+/g, ' ')
    .trim()
    .slice(0, 1024);
}
