import fc from 'fast-check';
import { expect, test } from 'vitest';
import { markup } from '../../../src/words/page/markup.ts';

test('text in a template cannot become markup, and stays readable', () => {
  expect(markup`<p title="${'a "b" & c'}">${'<script>alert(1)</script>'}</p>`.markup).toBe(
    '<p title="a &quot;b&quot; &amp; c">&lt;script&gt;alert(1)&lt;/script&gt;</p>',
  );
});

test('markup, lists, numbers and nothing are put in as they are', () => {
  const items = ['one', 'two'].map((text) => markup`<li>${text}</li>`);
  expect(markup`<ul>${items}</ul>${null}${12}`.markup).toBe('<ul><li>one</li><li>two</li></ul>12');
});

test('marks that turn the direction of writing, and control characters, are made visible', () => {
  expect(markup`${'gpj.‮exe\u001B[31m'}`.markup).toBe(String.raw`gpj.\u202eexe\x1b[31m`);
});

test('no text leaves a quote, an angle bracket or a control character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(markup`${text}`.markup).not.toMatch(/["'<>\p{Cc}]/u);
    }),
  );
});
