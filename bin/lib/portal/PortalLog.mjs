// What the backend says: kept in a file, and its last lines at hand for when it fails.
import { createWriteStream } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const linesKept = 200;

/** The log of one run. The run before it stays beside it as `portal.previous.log`. */
export class PortalLog {
  #stream;
  #onOutput;
  /** @type {string[]} */
  #last = [];
  #unfinished = '';

  /**
   * @param {string} file
   * @param {((text: string) => void) | undefined} onOutput
   */
  constructor(file, onOutput) {
    this.file = file;
    this.#stream = createWriteStream(file);
    this.#onOutput = onOutput;
  }

  /**
   * @param {string} data - the data folder
   * @param {(text: string) => void} [onOutput] - is handed all that comes in, as it comes
   */
  static async open(data, onOutput) {
    const folder = join(data, 'log');
    await mkdir(folder, { recursive: true });
    const file = join(folder, 'portal.log');
    await rename(file, join(folder, 'portal.previous.log')).catch(() => {});
    return new PortalLog(file, onOutput);
  }

  /** @param {string} text */
  write(text) {
    this.#onOutput?.(text);
    const plain = stripVTControlCharacters(text);
    this.#stream.write(plain);
    const lines = (this.#unfinished + plain).split('\n');
    this.#unfinished = lines.pop() ?? '';
    this.#last = [...this.#last, ...lines].slice(-linesKept);
  }

  /** The last lines, without those of mere requests; those that tell of an error when there are any. */
  tail(count = 15) {
    const lines = [...this.#last, this.#unfinished].filter(
      line => line && !/ rootHttpRouter info /.test(line),
    );
    const from = lines.findIndex(line => /\berror\b/i.test(line));
    return (
      from < 0 ? lines.slice(-count) : lines.slice(from).slice(0, count)
    ).join('\n');
  }

  close() {
    return new Promise(done => this.#stream.end(done));
  }
}
