import AxeBuilder from '@axe-core/playwright';
import { Page } from 'playwright-core';

/** The roots of what we draw ourselves. */
const ours = '[data-testid^=incidents-]';

/** What axe says of the screens that were looked at. Ours must be clean; Backstage's own faults are counted. */
export class Accessibility {
  readonly #shell = new Map<string, number>();
  /** Pages whose shell has been counted: it is the same whenever they are looked at. */
  readonly #counted = new Set<string>();

  /** @throws Error naming each violation in a part of the screen that is ours, and where it is */
  async check(page: Page): Promise<void> {
    // What the backend draws itself, as behind an acknowledge link, is ours from edge to edge.
    const { pathname } = new URL(page.url());
    const alone = pathname.startsWith('/api/incidents/');
    if (!alone && !this.#counted.has(pathname)) {
      this.#counted.add(pathname);
      await this.#countShell(page);
    }
    // Without a part of ours on the screen, axe would take all of it.
    if (!alone && !(await page.locator(ours).count())) return;
    const { violations } = await new AxeBuilder({ page })
      .include(alone ? 'html' : ours)
      .analyze();
    if (violations.length) {
      throw new Error(
        `axe finds in our own part:\n${violations.map(describe).join('\n')}`,
      );
    }
  }

  async #countShell(page: Page): Promise<void> {
    const { violations } = await new AxeBuilder({ page })
      .exclude(ours)
      .analyze();
    for (const { id, nodes } of violations) {
      this.#shell.set(id, (this.#shell.get(id) ?? 0) + nodes.length);
    }
  }

  /** What axe finds in Backstage's own shell: `color-contrast 1, region 3`. */
  get shell(): string {
    const counts = [...this.#shell].sort(([a], [b]) => a.localeCompare(b));
    return counts.map(([id, count]) => `${id} ${count}`).join(', ') || 'none';
  }
}

type Violation = Awaited<
  ReturnType<AxeBuilder['analyze']>
>['violations'][number];

const describe = ({ id, help, nodes }: Violation): string => {
  const places = nodes.map(({ html, failureSummary }) =>
    `${html}\n${failureSummary}`.replace(/^/gm, '    '),
  );
  return [`${id}: ${help}`, ...places].join('\n');
};
