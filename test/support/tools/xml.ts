export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** The text directly in it. */
  readonly text: string;
}

/**
 * The elements of an XML document without comments and sections of its own, in the order in which they begin. Throws
 * where it is not well-formed: tags that do not match, attributes twice or without quotes, characters that have to be
 * escaped.
 */
export function readXml(document: string): Element[] {
  const elements: { name: string; attributes: Record<string, string>; text: string }[] = [];
  const open: { name: string; attributes: Record<string, string>; text: string }[] = [];
  let end = 0;
  for (const match of document.matchAll(/<(\/?)([a-zA-Z][\w:-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g)) {
    take(document.slice(end, match.index));
    end = match.index + match[0].length;
    const [, closes, name = '', attributes = '', isEmpty] = match;
    if (closes === '/') {
      const last = open.pop();
      if (last?.name !== name) throw new Error(`</${name}> ends <${last?.name ?? 'nothing'}>.`);
      continue;
    }
    if (open.length === 0 && elements.length > 0) throw new Error(`<${name}> is a second root.`);
    const element = { name, attributes: attributesOf(attributes), text: '' };
    elements.push(element);
    if (isEmpty !== '/') open.push(element);
  }
  take(document.slice(end));
  if (open.length > 0) throw new Error(`<${open.at(-1)!.name}> does not end.`);
  return elements;

  function take(text: string): void {
    const last = open.at(-1);
    if (last === undefined && text.trim() !== '') throw new Error(`Text outside of all elements: ${text.trim()}`);
    if (last !== undefined) last.text += unescaped(text);
  }
}

function attributesOf(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, name = '', value = ''] of text.matchAll(/([\w:-]+)="([^"]*)"/g)) {
    if (name in attributes) throw new Error(`The attribute ${name} is there twice.`);
    attributes[name] = unescaped(value);
  }
  return attributes;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string {
  const wrong = /<|&(?!(?:amp|lt|gt|quot|apos);)|[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/.exec(text);
  if (wrong !== null)
    throw new Error(`${JSON.stringify(wrong[0])} has to be escaped or left out: ${text.slice(0, 80)}`);
  return text.replaceAll(/&(\w+);/g, (_, name: string) => entities[name]!);
}
