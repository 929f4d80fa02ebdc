/**
 * Whether a line of an unknown program says that something is wrong: an exception of Python, a message that begins with
 * `error:` or `fatal:`, memory that ran out. A number behind it is a metric (`error: 0.12`).
 */
export function isComplaint(text: string): boolean {
  return text.length <= maxLength && complaint.test(text);
}

const maxLength = 400;
const complaint =
  /^\s*(?:(?:[A-Za-z_]\w*\.)*[A-Z]\w*(?:Error|Exception)|(?:[\w.-]+: )?(?:fatal )?error|fatal|panic): (?![\s\d.+-])|\bout of memory\b|^(?:Segmentation fault|Bus error|Illegal instruction)\b/i;
