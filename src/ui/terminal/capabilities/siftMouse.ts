/** Keys of a person, and the reports of the mouse that came among them. */
interface Sifted {
  readonly keys: string;
  /** As `mouseEvent` reads them: `[<64;10;5M`. */
  readonly reports: readonly string[];
  /** The beginning of what may become a report. */
  readonly rest: string;
}

/** Takes the reports of the mouse in SGR mode out of what came from a terminal. */
export function siftMouse(text: string): Sifted {
  const reports: string[] = [];
  const keys = text.replaceAll(report, (_, found: string) => {
    reports.push(found);
    return '';
  });
  const start = keys.search(beginning);
  return start === -1 ? { keys, reports, rest: '' } : { keys: keys.slice(0, start), reports, rest: keys.slice(start) };
}

// Both begin with the escape character.
const report = /\u001B(\[<\d{1,4};\d{1,5};\d{1,5}[Mm])/g;
const beginning = /\u001B\[<[\d;]{0,16}$/;
