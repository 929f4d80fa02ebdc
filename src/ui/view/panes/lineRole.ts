import type { Role } from '../../../words/terminal/row.ts';

/** Returns how a line of a log is shown: errors red, evaluations and saves marked. Its text says it as well. */
export function lineRole(line: string): Role {
  if (fault.test(line)) return 'fault';
  if (evaluation.test(line)) return 'map';
  return save.test(line) ? 'title' : 'plain';
}

/** Words of errors, and not the names of metrics such as `class_error` or `error: 0.12`. */
const fault =
  /\bTraceback\b|\b\w*(?:Exception|Error)\b|\bout of memory\b|\bKilled\b|\bSegmentation fault\b|\bcore dumped\b|\b(?:error|ERROR|fatal|FATAL):(?!\s*[\d.])/;
const evaluation = /(?<!next )\bmAP|_mAP|mean_average_precision|Average Precision|^ +all +\d+ +\d+ |\bAP50\b/;
const save =
  /\bsav(?:ed|ing|es)\b.*(?:weight|checkpoint|model|state|\.pt|\.pth|to\b)|\.(?:weights|pth?|ckpt)\b.*\bsaved\b/i;
