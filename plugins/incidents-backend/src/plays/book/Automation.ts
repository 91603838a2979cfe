import { NamedRef } from '@muster/backstage-plugin-incidents-common';
import { z } from 'zod';
import { Clock } from '../../platform/clock';
import { iso } from '../../platform/database';
import { Settings } from '../../platform/settings';

const setting = 'plays-paused';

const pauseSchema = z.object({
  reason: z.string(),
  since: z.string(),
  by: z.object({ ref: z.string(), name: z.string() }),
});
/** Who has paused all automation, when and why. */
export type Pause = z.infer<typeof pauseSchema>;

/** The one switch that stops all automation, kept in the settings so that all replicas obey. */
export class Automation {
  readonly #settings: Settings;
  readonly #clock: Clock;

  constructor(options: { settings: Settings; clock: Clock }) {
    this.#settings = options.settings;
    this.#clock = options.clock;
  }

  /** Null while everything runs. */
  async pause(): Promise<Pause | null> {
    const value = await this.#settings.get(setting);
    return value ? pauseSchema.parse(JSON.parse(value)) : null;
  }

  /** Stops everything, or lets it go on. Stopping what is stopped keeps who did it first. */
  async set(paused: boolean, reason: string, by: NamedRef): Promise<void> {
    if (!paused) {
      await this.#settings.replace(setting, '');
      return;
    }
    const before = await this.pause();
    if (before && (before.reason === reason || reason === '')) return;
    const since = before?.since ?? iso(this.#clock.now());
    await this.#settings.replace(
      setting,
      JSON.stringify({ reason, since, by }),
    );
  }
}

/** Why no play runs now, as incidents and runs say it. */
export const pauseInWords = ({ by, reason }: Pause): string =>
  `${by.name} has paused all automation${reason === '' ? '' : `: ${reason}`}`;
