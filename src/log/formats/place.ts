import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where figures are, and which run among them is meant. */
export interface FigurePlace {
  /** A path or a URL. */
  readonly at: string;
  /**
   * The id or the name of a run, or the name of an experiment or project, whose newest is meant; null for the newest.
   */
  readonly run: string | null;
}

/** Splits `mlflow.db#night` at the `#`; a file whose own name has one is itself. */
export function placeOf(text: string): FigurePlace {
  const cut = text.lastIndexOf('#');
  if (cut === -1 || (!isAddress(text) && existsSync(text))) return { at: text, run: null };
  return { at: text.slice(0, cut), run: decoded(text.slice(cut + 1)) };
}

/** Writes a place so that `placeOf` reads it. */
export function placeText({ at, run }: FigurePlace): string {
  return run === null ? at : `${at}#${run.replaceAll(/[%#]/g, encodeURIComponent)}`;
}

/** A place as it may be shown: without the name and password that an address can hold. */
export function shownPlace(text: string): string {
  // They end at the last @ before the path. Source: WHATWG URL, "authority state".
  return text.replace(/^(https?:\/\/)[^/\\?#]*@/i, '$1');
}

/** Whether it is the address of a server, which no path is. */
export function isAddress(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

/**
 * What a tracking URI of MLflow names on this machine: the file of `sqlite:///mlflow.db` (SQLAlchemy's form: a fourth
 * slash begins an absolute path), the directory of `file:///data/mlruns`, or a path as it is. An address of a server
 * stays one; null for another database, which cannot be read from here.
 */
export function placeOfTrackingUri(uri: string): string | null {
  if (isAddress(uri)) return uri;
  const sqlite = /^sqlite(?:\+\w+)?:\/\/\/(.+?)(?:\?.*)?$/i.exec(uri)?.[1];
  if (sqlite !== undefined) return sqlite;
  if (/^file:\/\//i.test(uri)) {
    try {
      return fileURLToPath(uri);
    } catch {
      return null;
    }
  }
  return /^file:/i.test(uri) ? uri.slice('file:'.length) : /^\w[\w+]+:/.test(uri) ? null : uri;
}

/** Decodes a part of an address or a place; one that was not encoded is taken as it is. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
