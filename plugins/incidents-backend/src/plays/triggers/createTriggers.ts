import { Router } from 'express';
import { Alerts } from '../../alerts/service';
import { Directory } from '../../directory/service';
import { Incidents } from '../../incidents/service';
import { Clock } from '../../platform/clock';
import { Database } from '../../platform/database';
import { WorkQueue } from '../../work/service';
import { firstTick } from '../cron';
import {
  ContextReader,
  PlaysAhead,
  PlayShelf,
  PlayLanguage,
  PlayWatcher,
  RunFollower,
  RunRefusals,
  RunStarter,
  TriggerRules,
} from '../ports';
import { ChangeTriggers } from './ChangeTriggers';
import { answers, happeningsOfEntry } from './happenings';
import { IncidentTriggers } from './IncidentTriggers';
import { Occasions } from './Occasions';
import { Reach } from './Reach';
import { Ticks } from './Ticks';
import { Timers } from './Timers';
import { deleteTimers, everyIncident } from './timerStore';
import { createWebhookRouter } from './webhookRouter';

/** What triggers need of the other parts. */
export interface TriggersOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly work: WorkQueue;
  readonly directory: Directory;
  readonly incidents: Incidents;
  readonly alerts: Alerts;
  readonly shelf: PlayShelf;
  readonly language: PlayLanguage;
  readonly context: ContextReader;
  readonly starter: RunStarter;
  readonly follower: RunFollower;
  readonly refusals: RunRefusals;
  readonly webhooks: Parameters<typeof createWebhookRouter>[0]['webhooks'];
}

/** The rules alone, for those who foresee and replay. */
export function createTriggerRules(options: {
  directory: Directory;
}): TriggerRules {
  const reach = new Reach(options);
  return {
    happeningsOf: entries => entries.flatMap(happeningsOfEntry),
    answers,
    reaches: (play, entityRef) => reach.reaches(play, entityRef),
  };
}

/** Starts plays: follows incidents and changes, keeps timers and ticks, serves webhooks. */
export function createTriggers(options: TriggersOptions): {
  readonly ahead: PlaysAhead;
  readonly watcher: PlayWatcher;
  readonly publicRouter: Router;
} {
  const { clock, incidents, alerts } = options;
  const reach = new Reach(options);
  const occasions = new Occasions(options);
  const timers: Timers = new Timers({
    ...options,
    occasions,
    onEnabled: play => followed.enabled(play),
  });
  const followed: IncidentTriggers = new IncidentTriggers({
    ...options,
    occasions,
    reach,
    timers,
  });
  const ticks = new Ticks({ ...options, occasions });
  incidents.log.subscribe(followed);
  alerts.followChanges(new ChangeTriggers({ ...options, occasions, reach }));
  return {
    ahead: timers,
    publicRouter: createWebhookRouter({ ...options, occasions }),
    watcher: {
      enabled: async (tx, playId, { on }) => {
        await deleteTimers(tx, { playId });
        const now = clock.now();
        // Its row stands for the work: to look at everything that is open.
        await timers.set(tx, {
          playId,
          incidentId: everyIncident,
          trigger: 0,
          dueAt: now,
        });
        const tick = firstTick(on, now);
        if (tick) await ticks.wake(tx, playId, tick);
      },
      stopped: (tx, playId) => deleteTimers(tx, { playId }),
    },
  };
}
