import { hostname } from 'node:os';
import { describe, expect, test } from 'vitest';
import { filledTemplate, templateFault } from '../../src/notices/template.ts';
import { demo, notice } from '../support/notices/notice.ts';

describe('the text of a notice', () => {
  test('has the fields that its template names, and doubled braces as braces', () => {
    const text = filledTemplate(
      '{host} {title} ({run}): {text} [{kind} {verdict} {action} {urgency}] {{x}}',
      notice,
      demo,
    );
    expect(text).toBe(`${hostname()} demo (${demo.id}): ${notice.text} [verdict plateau may-stop normal] {x}`);
  });

  test('stays one line without control characters, whatever the name of the run', () => {
    expect(filledTemplate('{title}', notice, { id: null, title: 'a\n\u001B[31mb{text}' })).toBe(
      String.raw`a\n\x1b[31mb{text}`,
    );
  });

  test.each([
    ['{titel}', 'no field {titel} (there are title, run, host, kind, verdict, action, urgency, text, report)'],
    ['{title', 'a brace that is not doubled or part of a field: {'],
    ['a } b', 'a brace that is not doubled or part of a field: }'],
    ['  ', 'an empty text'],
  ])('%j is no template', (template, fault) => {
    expect(templateFault(template)).toContain(fault);
  });

  test('a template without fields is one', () => {
    expect(templateFault('look at it')).toBeNull();
  });
});
