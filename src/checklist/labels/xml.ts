import { SaxesParser } from 'saxes';
import { errorMessage } from '../../words/errors.ts';

/** An element of an XML document. */
export interface XmlElement {
  readonly name: string;
  /** The text directly in the element, trimmed. */
  readonly text: string;
  readonly children: readonly XmlElement[];
  /** Line of the opening tag, from 1. */
  readonly line: number;
}

/** Why a text is not well-formed XML. */
export interface XmlFault {
  /** A clause: `unexpected close tag`. */
  readonly fault: string;
  /** From 1. */
  readonly line: number;
}

/** Parses a document and returns its root element, or the first fault in it. Attributes are dropped. */
export function readXml(source: string): XmlElement | XmlFault {
  const parser = new SaxesParser();
  const document: OpenElement = { name: '', text: '', children: [], line: 1 };
  const open = [document];
  const addText = (text: string) => void (open.at(-1)!.text += text);
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('opentagstart', ({ name }) => {
    const element = { name, text: '', children: [], line: parser.line };
    open.at(-1)!.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => {
    const element = open.pop()!;
    element.text = element.text.trim();
  });
  try {
    parser.write(source).close();
  } catch (error) {
    // The message begins with the place: `2:7: unexpected close tag.`
    const fault = errorMessage(error).replace(/^\d+:\d+: |\.$/g, '');
    // A tag that is never closed is noticed at the end of the document.
    return { fault, line: fault.startsWith('unclosed tag') ? open.at(-1)!.line : parser.line };
  }
  return document.children[0]!;
}

interface OpenElement extends XmlElement {
  text: string;
  readonly children: XmlElement[];
}

/** Returns the first child with a name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}
