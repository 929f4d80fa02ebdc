import { type Markup, markup, type MarkupPart } from '../../words/page/markup.ts';

/** A row of a table of facts; left out where the value is null. */
export type Fact = readonly [label: string, value: MarkupPart];

/** Facts, each with its label. */
export function rowsTable(facts: readonly Fact[]): Markup {
  const rows = facts
    .filter(([, value]) => value !== null)
    .map(([label, value]) => markup`<tr><th scope="row">${label}</th><td>${value}</td></tr>`);
  return markup`<div class="wide"><table><tbody>${rows}</tbody></table></div>`;
}

/** A table of texts; `numbers`: the columns that hold numbers; `best`: the row to stand out. */
export function table(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  numbers: readonly number[] = [],
  best = -1,
): Markup {
  const kind = (column: number): Markup | null => (numbers.includes(column) ? markup` class="number"` : null);
  return markup`<div class="wide" tabindex="0" role="group" aria-label="Table: ${heading.join(', ')}"><table><thead><tr>${heading.map((text, column) => markup`<th scope="col"${kind(column)}>${text}</th>`)}</tr></thead><tbody>${rows.map(
    (cells, index) =>
      markup`<tr${index === best ? markup` class="best-row"` : null}>${cells.map((text, column) => markup`<td${kind(column)}>${text}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}

/** What is folded under a title. */
export function details(title: string, content: Markup): Markup {
  return markup`<details><summary>${title}</summary>${content}</details>`;
}

/** A paragraph; nothing for null. */
export function paragraph(text: string | null): Markup | null {
  return text === null ? null : markup`<p>${text}</p>`;
}

/** A list under a title; nothing of no lines. */
export function bullets(title: string, lines: readonly string[]): Markup | null {
  return lines.length === 0 ? null : markup`<h3>${title}</h3><ul>${lines.map((line) => markup`<li>${line}</li>`)}</ul>`;
}
