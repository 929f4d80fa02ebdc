/** An element of an XML file: its name, its text, what is in it, and where it begins. */
export interface XmlElement {
  readonly name: string;
  /** The text directly in it, trimmed, entities resolved. */
  text: string;
  readonly children: XmlElement[];
  /** 1-based. */
  readonly line: number;
}

/** Why a file is no XML. */
export class XmlProblem extends Error {
  override readonly name = 'XmlProblem';
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

/**
 * Reads an XML file as annotation tools write them: elements, text, comments, CDATA; attributes and declarations are passed over.
 * Throws `XmlProblem` with a sentence and the line when elements do not close as they open. Source: XML 1.0 (W3C), 2.1 to 2.7.
 */
export function readXml(source: string): XmlElement {
  const root: XmlElement = { name: '', text: '', children: [], line: 1 };
  const open = [root];
  let line = 1;
  let last = 0;
  const lineAt = (index: number): number => {
    for (; last < index; last++) if (source.charCodeAt(last) === 0x0a) line++;
    return line;
  };
  for (const match of source.matchAll(tokens)) {
    const [whole, comment, data, name, closing, text] = match;
    const parent = open.at(-1)!;
    if (comment !== undefined) continue;
    if (data !== undefined) parent.text += data;
    else if (text !== undefined) parent.text += resolved(text);
    else if (closing !== undefined) {
      if (open.length === 1 || parent.name !== closing) {
        const expected = open.length === 1 ? 'nothing is open' : `<${parent.name}> is open`;
        throw new XmlProblem(`</${closing}> closes where ${expected}.`, lineAt(match.index));
      }
      parent.text = parent.text.trim();
      open.pop();
    } else if (name !== undefined) {
      const element: XmlElement = { name, text: '', children: [], line: lineAt(match.index) };
      parent.children.push(element);
      if (!whole.endsWith('/>')) open.push(element);
    } else throw new XmlProblem('A "<" begins nothing that XML knows.', lineAt(match.index));
  }
  const unclosed = open.at(-1)!;
  if (unclosed !== root) throw new XmlProblem(`<${unclosed.name}> is never closed.`, unclosed.line);
  const [document] = root.children;
  if (document === undefined) throw new XmlProblem('There is no element in it.', 1);
  return document;
}

/** Comments and declarations, CDATA, opening tags, closing tags, text; a lone `<` matches last. */
const tokens =
  /(<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!(?!\[CDATA)[^>]*>)|<!\[CDATA\[([\s\S]*?)\]\]>|<([A-Za-z_][\w:.-]*)(?:\s[^<>]*)?\/?>|<\/([A-Za-z_][\w:.-]*)\s*>|([^<]+)|</g;

function resolved(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(/&(#x?[\da-f]+|lt|gt|amp|quot|apos);/gi, (whole, entity: string) => {
    if (!entity.startsWith('#')) return named[entity.toLowerCase()] ?? whole;
    const code = entity[1] === 'x' ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1));
    return Number.isNaN(code) || code > 0x10ffff ? whole : String.fromCodePoint(code);
  });
}

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** The first child of that name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}
