import { Browser, Page } from 'playwright-core';
import { DemoPortal } from './DemoPortal';

/** What a journey is given. */
export interface Journeying {
  readonly browser: Browser;
  /** A portal of the demo organisation, fresh for this journey. */
  readonly portal: DemoPortal;
  /** Opens a page in a browser profile of its own, where nobody has signed in yet. */
  open(look?: Look): Promise<Page>;
  /**
   * Looks at the screen as it is now: keeps a picture under this name, and fails when axe finds a
   * violation in a part of the screen that is ours.
   */
  look(page: Page, name: string): Promise<void>;
  /** Says what the journey is at, for the reader of its output. */
  say(line: string): void;
}

/** How a page is shown. */
export interface Look {
  /** In px; 1440 by default, 390 is a phone. */
  readonly width?: number;
  readonly theme?: 'light' | 'dark';
}

/** What stands beside the portal of a journey, such as a provider's stand-in. */
export interface Beside {
  /** Configuration over the demo's own, for the portal at this address. */
  config(portalUrl: string): Readonly<Record<string, unknown>>;
  stop(): Promise<void>;
}

/** What a file in journeys/ exports as its default. */
export interface Journey {
  /** The name of its file. */
  readonly name: string;
  /** Configuration over the demo's own. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Starts what the portal needs beside it; before the portal, and stopped after it. */
  beside?(): Promise<Beside>;
  run(given: Journeying): Promise<void>;
}
