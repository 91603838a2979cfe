import { Page } from 'playwright-core';

/** What goes wrong below the screens: exceptions, errors on the console, refusals of our own API. */
export class Complaints {
  readonly #heard: string[] = [];
  readonly #isForeign: (complaint: string) => boolean;

  /** @param isForeign - tells what on the console is not ours to mend; everything is, by default */
  constructor(isForeign: (complaint: string) => boolean = () => false) {
    this.#isForeign = isForeign;
  }

  /** Listens to a page; before it is opened. */
  listen(page: Page): void {
    const hear = (complaint: string) =>
      this.#heard.push(`${new URL(page.url()).pathname}: ${complaint}`);
    page.on('pageerror', error => hear(`it threw ${error.message}`));
    page.on('console', message => {
      // That a resource failed is told below, with its status and only where it is ours.
      if (message.type() !== 'error') return;
      if (message.text().startsWith('Failed to load resource')) return;
      if (this.#isForeign(message.text())) return;
      hear(`the console says ${message.text()}`);
    });
    page.on('response', response => {
      const { pathname } = new URL(response.url());
      if (response.status() >= 400 && pathname.startsWith('/api/incidents/')) {
        hear(`${pathname} answers ${response.status()}`);
      }
    });
  }

  /** @throws Error with everything that was heard */
  check(): void {
    if (this.#heard.length) {
      throw new Error(
        `the browser complains:\n${[...new Set(this.#heard)].join('\n')}`,
      );
    }
  }
}
