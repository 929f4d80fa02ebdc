/**
 * What is wrong with a text by the grammar of OpenMetrics 1.0 and its rules for gauges and counters, a sentence each:
 * https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md
 */
export function openMetricsProblems(text: string): readonly string[] {
  const problems: string[] = [];
  const families = new Map<string, Family>();
  const series = new Set<string>();
  let current = null as Family | null;
  if (!text.endsWith('# EOF\n')) problems.push('it does not end with # EOF');
  for (const line of text
    .replace(/# EOF\n$/, '')
    .split('\n')
    .slice(0, -1)) {
    const head = /^# (TYPE|UNIT|HELP) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)$/.exec(line);
    if (head !== null) {
      const [, keyword, name = '', value = ''] = head;
      if (current?.name !== name) {
        if (families.has(name)) problems.push(`${name} stands in two places`);
        current = { name, type: 'unknown', hasSamples: false };
        families.set(name, current);
      }
      if (current.hasSamples) problems.push(`${keyword} of ${name} comes behind its samples`);
      if (keyword === 'TYPE') current.type = value;
      if (keyword === 'UNIT' && !name.endsWith(`_${value}`)) problems.push(`${name} does not end with its unit`);
      if (keyword === 'HELP' && /\\(?![\\n"])/.test(value)) problems.push(`the help of ${name} is not escaped`);
      continue;
    }
    const sample = sampleForm.exec(line);
    if (sample === null) {
      problems.push(`no line of the grammar: ${line}`);
      continue;
    }
    const [, name = '', labels = ''] = sample;
    const suffix = current === null ? null : name.slice(current.name.length);
    const isOfFamily = current !== null && name.startsWith(current.name);
    if (!isOfFamily || suffix !== (current?.type === 'counter' ? '_total' : '')) problems.push(`${name} has no family`);
    if (current !== null) current.hasSamples = true;
    const names = Array.from(labels.matchAll(/(\w+)="(?:[^"\\\n]|\\[\\n"])*"/g), ([, label]) => label);
    if (new Set(names).size < names.length) problems.push(`a label stands twice: ${line}`);
    if (series.has(name + labels)) problems.push(`a series stands twice: ${line}`);
    series.add(name + labels);
  }
  for (const { name, type } of families.values()) {
    if (!['gauge', 'counter'].includes(type)) problems.push(`${name} has the type ${type}`);
    if (type === 'counter' && name.endsWith('_total')) problems.push(`the family ${name} ends with _total`);
  }
  return problems;
}

interface Family {
  readonly name: string;
  type: string;
  hasSamples: boolean;
}

/** Name, labels, and a number; no time, which the textfile collector refuses. */
const sampleForm =
  /^([a-zA-Z_:][a-zA-Z0-9_:]*)\{((?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\[\\n"])*"(?:,(?!\}))?)*)\} (?:[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[+-]?Inf|NaN)$/;
