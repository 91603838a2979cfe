import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  Backtest as ShownBacktest,
  PlayActionInfo,
  PlayDocument,
  TimelineEntry,
} from '@muster/backstage-plugin-incidents-common';
import { Alerts } from '../../alerts/service';
import {
  IncidentAccess,
  IncidentRecord,
  Incidents,
} from '../../incidents/service';
import { addMinutes, Clock } from '../../platform/clock';
import { iso } from '../../platform/database';
import {
  buildContext,
  nothing,
  SeenChange,
  SeenIncident,
} from '../context/buildContext';
import { seenChange } from '../context/changes';
import { Looks, looksOf } from '../context/looks';
import { RoomContextReader } from '../context/RoomContextReader';
import {
  ActionCatalog,
  PlayContext,
  PlayLanguage,
  TriggerRules,
} from '../ports';
import { isContainer } from '../run/decide/records';
import { caveatsOf, leftOutOf } from './caveats';
import { PastHappening, pastHappenings } from './pastHappenings';
import { Moment, replay } from './replay';
import { sampleOf } from './sampleOf';
import { simulate } from './simulate';

/** No more incidents are looked at. */
const mostIncidents = 500;
/** Enough for a run that waits for hours and looks every five minutes. */
const mostTurns = 1000;

type Hit = ShownBacktest['hits'][number];

/** A play as it is tried on the past. */
interface Tried {
  readonly document: PlayDocument;
  readonly actions: readonly PlayActionInfo[];
  readonly looks: Looks;
  readonly everywhere: boolean;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly now: Date;
}

/** Tells in which incidents of the past a play would have run. */
export class Backtest {
  readonly #options: BacktestOptions;

  constructor(options: BacktestOptions) {
    this.#options = options;
  }

  async over(
    request: {
      readonly source: string;
      readonly from: Date;
      readonly to: Date;
    },
    everywhere: boolean,
    credentials: BackstageCredentials,
  ): Promise<ShownBacktest> {
    const { access, actions, clock, incidents, language } = this.#options;
    const known = await actions.list();
    const { document, faults } = language.read(request.source, known);
    const readable = await access.readable(credentials);
    if (!document || readable === 'none') {
      return {
        faults: [...faults],
        looked: 0,
        more: false,
        hits: [],
        leftOut: [],
        caveats: [],
      };
    }
    const records = await incidents.openedBetween(
      request.from,
      request.to,
      mostIncidents + 1,
      readable,
    );
    const looked = records.slice(0, mostIncidents);
    const timelines = await incidents.timelinesOf(looked.map(({ id }) => id));
    const looks = looksOf(document);
    const play: Tried = {
      document,
      actions: known,
      looks,
      everywhere,
      inputs: Object.fromEntries(
        document.inputs.map(input => [input.name, input.default]),
      ),
      now: clock.now(),
    };
    const hits: Hit[] = [];
    const broken = new Map<string, number>();
    for (const record of looked) {
      hits.push(
        ...(await this.#hitsIn(
          record,
          timelines.get(record.id) ?? [],
          play,
          because => broken.set(because, (broken.get(because) ?? 0) + 1),
        )),
      );
    }
    return {
      faults: [],
      looked: looked.length,
      more: records.length > mostIncidents,
      hits,
      leftOut: leftOutOf(document),
      caveats: caveatsOf(looks, broken),
    };
  }

  async #hitsIn(
    record: IncidentRecord,
    entries: readonly TimelineEntry[],
    play: Tried,
    onBroken: (because: string) => void,
  ): Promise<readonly Hit[]> {
    const { incidents, language, reader, rules } = this.#options;
    const { document, inputs, now } = play;
    const moments = replay(reader.incidentOf(record, 0), entries);
    const past = pastHappenings(document.on, moments, rules, now);
    if (past.length === 0) return [];
    const { reaches } = await rules.reaches(
      { document, everywhere: play.everywhere },
      record.entity.ref,
    );
    if (!reaches) return [];
    const contextAt = await this.#contexts(record, play);
    const keys = new Set<string>();
    const hits: Hit[] = [];
    for (const { happening, moment } of past) {
      const trigger = {
        ...happening.data,
        event: happening.event,
        at: happening.at,
        text: happening.text,
      };
      const context = contextAt(moment.incident, happening.at, trigger, inputs);
      try {
        if (document.when !== null && !language.holds(document.when, context)) {
          continue;
        }
        const key = document.onceFor
          ? language.fill(document.onceFor, context)
          : '';
        if (keys.has(key)) continue;
        keys.add(key);
      } catch (error) {
        onBroken(error instanceof Error ? error.message : String(error));
        break;
      }
      hits.push({
        incident: {
          id: record.id,
          name: incidents.nameOf(record.id),
          title: record.title,
        },
        at: iso(happening.at),
        because: happening.text || happening.event,
        steps: await this.#stepsFrom(
          { happening, moment },
          moments,
          (incident, at) => contextAt(incident, at, trigger, inputs),
          play,
        ),
      });
    }
    return hits;
  }

  /** How many steps would have run, as the incident went on. */
  async #stepsFrom(
    { happening, moment }: PastHappening,
    moments: readonly Moment[],
    contextAt: (incident: SeenIncident, at: Date) => PlayContext,
    { document, actions }: Tried,
  ): Promise<number> {
    const { language, rules } = this.#options;
    let index = moments.indexOf(moment);
    const { steps } = await simulate(
      document,
      happening.at,
      {
        at: now => {
          const { incident } = moments[index];
          return {
            context: contextAt(incident, now),
            incidentResolved: incident.status === 'resolved',
          };
        },
        events: {
          peek: () => {
            const next = moments.at(index + 1);
            return (
              next && {
                at: next.at,
                happenings: rules.happeningsOf([next.entry]),
              }
            );
          },
          take: () => {
            index += 1;
          },
        },
        act: async ({ action, id }) => ({
          outcome: 'succeeded',
          output: sampleOf(actions.find(one => one.id === action)?.output, id),
        }),
        call: async () => ({ state: 'succeeded', text: '' }),
      },
      language,
      mostTurns,
    );
    return steps.filter(
      step => step.state === 'succeeded' && !isContainer(step),
    ).length;
  }

  /** Contexts of an incident; only what the play looks at is read. */
  async #contexts(record: IncidentRecord, { looks }: Tried) {
    const { alerts, reader } = this.#options;
    const { ref } = record.entity;
    const surroundings = looks.entity
      ? await reader.surroundingsOf(ref, record.severity)
      : nothing.surroundings;
    const newest = looks.alert ? await alerts.newestOf(record.id) : undefined;
    const changes: readonly SeenChange[] = looks.change
      ? (
          await alerts.changesOf(ref, addMinutes(record.openedAt, -24 * 60))
        ).map(seenChange)
      : [];
    return (
      incident: SeenIncident,
      at: Date,
      trigger: Readonly<Record<string, unknown>>,
      inputs: Readonly<Record<string, unknown>>,
    ): PlayContext =>
      buildContext(
        {
          incident,
          surroundings,
          alert: newest ? reader.alertOf(newest.alert) : nothing.alert,
          change: changes.find(change => change.at <= at) ?? nothing.change,
          run: nothing.run,
        },
        { trigger, inputs },
        at,
      );
  }
}

/** What looking at the past needs. */
export interface BacktestOptions {
  readonly access: Pick<IncidentAccess, 'readable'>;
  readonly actions: Pick<ActionCatalog, 'list'>;
  readonly alerts: Pick<Alerts, 'newestOf' | 'changesOf'>;
  readonly clock: Clock;
  readonly incidents: Pick<
    Incidents,
    'nameOf' | 'openedBetween' | 'timelinesOf'
  >;
  readonly language: PlayLanguage;
  readonly reader: RoomContextReader;
  readonly rules: TriggerRules;
}
