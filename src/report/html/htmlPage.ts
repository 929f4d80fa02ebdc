import { createHash } from 'node:crypto';
import { dateTime } from '../../words/dateTime.ts';
import { type Markup, markup } from '../../words/page/markup.ts';
import { script } from './script.ts';
import { style } from './style.ts';

/** When a page was written, in epoch seconds, and by which version of Plateau. */
export interface PageOrigin {
  readonly now: number;
  readonly version: string;
}

/**
 * Makes an HTML page. It needs nothing besides itself: no file, no network, and no script but its own, which its policy
 * names by its hash, so that no text in it can become one.
 */
export function htmlPage(title: string, content: Markup, { now, version }: PageOrigin): string {
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${hashOf(style)}'; script-src '${hashOf(script)}'; base-uri 'none'; form-action 'none'">
<title>${title} · Plateau</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${content}
</main>
<footer>Written by Plateau ${version} on ${dateTime(now)}.</footer>
<script>${script}</script>
</body>
</html>
`;
  return page.markup;
}

function hashOf({ markup: text }: Markup): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
