/**
 * A file descriptor as execa's types want it: they name those below ten only, while execa hands any on to the process
 * as it is. Throws when it is not one that was opened.
 */
export function asDescriptor(file: number): 3 {
  checkDescriptor(file);
  return file;
}

function checkDescriptor(file: number): asserts file is 3 {
  if (!Number.isInteger(file) || file < 3) {
    throw new RangeError(`${file} is not the descriptor of a file that was opened.`);
  }
}
