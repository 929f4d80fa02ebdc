/** Text from outside (a command line, a name) as one line without control characters, at most 1024 characters long. */
export function singleLine(text: string): string {
  return text
    .replaceAll(/[\u0000-\u001F\u007F-\u009F]+/g, ' ')
    .trim()
    .slice(0, 1024);
}
