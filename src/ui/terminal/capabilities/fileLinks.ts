import { hostname } from 'node:os';
import { pathToFileURL } from 'node:url';

/**
 * Makes these files clickable where a text names them (OSC 8): each as it stands there, with its absolute path. The
 * address has the name of this machine, so that a terminal on another one does not look for the file on its own.
 */
export function withFileLinks(text: string, files: ReadonlyMap<string, string>): string {
  if (files.size === 0) return text;
  // Of two names that begin alike the longer one is meant.
  const names = [...files.keys()].toSorted((one, other) => other.length - one.length);
  return text.replaceAll(new RegExp(names.map(literally).join('|'), 'g'), (name) => {
    const address = pathToFileURL(files.get(name)!);
    address.hostname = hostname();
    return `\u001B]8;;${address.href}\u001B\\${name}\u001B]8;;\u001B\\`;
  });
}

/** An expression that matches nothing but this text. */
function literally(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
}
