import {
  ActionStep,
  Severity,
  PlannedStep,
  PlayDocument,
  PlayStep,
  stepKindOf,
  Supposition,
} from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../../directory/service';
import { Incidents } from '../../incidents/service';
import { Clock, minutesBetween } from '../../platform/clock';
import { laterContext } from '../context/buildContext';
import { withSample } from '../context/sampleIncident';
import {
  ActionCatalog,
  Authority,
  ContextReader,
  OutsideResult,
  PlayActionContext,
  PlayContext,
  PlayLanguage,
  PlayShelf,
  PlaySubject,
} from '../ports';
import { stepAt } from '../run/decide/findStep';
import { StepRecord } from '../run/decide/records';
import { minutesInWords } from '../run/decide/leaves';
import {
  assumption,
  Certainty,
  Note,
  outcomeOf,
  unfinished,
  usesMadeUp,
  worst,
} from './plannedSteps';
import { sampleOf } from './sampleOf';
import { simulate } from './simulate';

/** Which play is tried, about what, in whose name. */
export interface Trial {
  readonly document: PlayDocument;
  /** Ids of the actions that it uses. */
  readonly actions: readonly string[];
  readonly subject: PlaySubject;
  readonly authority: Authority;
  readonly at: Date;
  /** Of the incident that is made up where the subject has none; null: none is. */
  readonly sample: Severity | null;
  /** How steps end that are not to go well, by their ids. */
  readonly suppose: Readonly<Record<string, Supposition>>;
}

/** More decisions than any play needs. */
const mostTurns = 10_000;

/** Foresees runs: who, what text, when. Nothing is done. */
export class DryRun {
  readonly #options: DryRunOptions;

  constructor(options: DryRunOptions) {
    this.#options = options;
  }

  /** The context in which a trial begins. */
  async contextOf(trial: Trial): Promise<PlayContext> {
    const { subject, authority, at, sample } = trial;
    const context = await this.#options.context.read(subject, at, {
      id: '',
      startedBy: nameOf(authority),
    });
    return sample ? withSample(context, sample, at) : context;
  }

  /** What a run would do. */
  async plan(trial: Trial): Promise<readonly PlannedStep[]> {
    const { incidents, language } = this.#options;
    const { document, subject, at } = trial;
    const base = await this.contextOf(trial);
    const incident =
      subject.incidentId === null
        ? undefined
        : await incidents.find(subject.incidentId);
    const notes = new Map<string, Note>();
    const assumed = new Set<string>();
    const { steps, run } = await simulate(
      document,
      at,
      {
        at: now => ({
          context: laterContext(base, now),
          incidentResolved: incident?.status === 'resolved',
        }),
        act: (step, record, now) => this.#act(trial, step, record, now, notes),
        call: async (step, record) => this.#call(step.call.play, record, notes),
        suppose: ({ id }) =>
          Object.hasOwn(trial.suppose, id) ? trial.suppose[id] : undefined,
        assume: record => assumed.add(record.path),
      },
      language,
      mostTurns,
    );
    const planned: PlannedStep[] = [];
    let sofar: Certainty = 'sure';
    for (const record of steps) {
      const step = stepAt(document, record.path);
      if (!step) continue;
      const note = notes.get(record.path);
      const isSupposed = Object.hasOwn(trial.suppose, step.id);
      const isAssumed = assumed.has(record.path) || isSupposed;
      const own = isAssumed ? 'assumed' : note?.certainty;
      const made = usesMadeUp(step, notes, document) ? 'assumed' : 'sure';
      planned.push({
        path: record.path,
        id: step.id,
        title: step.title || step.id,
        kind: stepKindOf(step) ?? 'action',
        action: 'action' in step ? step.action : null,
        afterMinutes:
          Math.round(minutesBetween(at, record.startedAt) * 10) / 10,
        outcome: outcomeOf(record),
        certainty: worst(sofar, own ?? 'sure', made),
        lines: [
          ...(await this.#linesOf(step, record, note)),
          ...(assumed.has(record.path) ? [assumption(step)] : []),
        ],
      });
      if (isAssumed) sofar = 'assumed';
    }
    if (run.state === 'running') {
      planned.push(unfinished(minutesBetween(at, run.dueAt ?? at)));
    }
    return planned;
  }

  async #act(
    trial: Trial,
    step: ActionStep,
    record: StepRecord,
    now: Date,
    notes: Map<string, Note>,
  ): Promise<OutsideResult> {
    const action = await this.#options.actions.find(step.action);
    if (!action) {
      return {
        outcome: 'failed',
        detail: `This portal does not have the action ${step.action}`,
        retry: false,
      };
    }
    const context = contextOf(trial, record, now);
    const untold: Note = {
      lines: [
        `${action.info.title}: what it does cannot be told before`,
        JSON.stringify(
          this.#options.actions.redact(step.action, record.input),
        ).slice(0, 500),
      ],
      certainty: 'unknown',
    };
    try {
      if (action.kind === 'inside') {
        const plan = await action.plan(record.input, context);
        const lines = [...plan.lines, ...((await plan.detail?.()) ?? [])];
        notes.set(record.path, { lines, certainty: 'sure' });
      } else {
        const lines = await action.simulate(record.input, context);
        notes.set(record.path, lines ? { lines, certainty: 'sure' } : untold);
      }
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      if (!trial.sample) return { outcome: 'failed', detail, retry: false };
      notes.set(record.path, {
        lines: [...untold.lines, `In a sample: ${detail}`],
        certainty: 'unknown',
      });
    }
    return {
      outcome: 'succeeded',
      output: sampleOf(action.info.output, step.id),
    };
  }

  async #call(name: string, record: StepRecord, notes: Map<string, Note>) {
    const called = await this.#options.shelf.startable(name);
    if (!called) {
      return {
        state: 'failed' as const,
        text: 'There is no play of this name that is enabled',
      };
    }
    notes.set(record.path, {
      lines: [
        `Runs ${name} v${called.version}, which has ${called.document.steps.length} steps, and waits for its end`,
      ],
      certainty: 'assumed',
    });
    return { state: 'succeeded' as const, text: 'assumed to succeed' };
  }

  async #linesOf(
    step: PlayStep,
    record: StepRecord,
    note: Note | undefined,
  ): Promise<readonly string[]> {
    if (record.state === 'passed-over' || record.state === 'failed') {
      return [record.text];
    }
    if (note) return note.lines;
    const { asks } = record.data;
    if (asks) {
      const people = await this.#options.directory.named(asks.of);
      const names = people.map(({ name }) => name).join(', ');
      return [`Asks ${names}: ${asks.text}`];
    }
    if ('wait' in step) {
      const waits = `Waits for ${minutesInWords(step.wait.minutes)}`;
      return record.data.endsList ? [waits, record.text] : [waits];
    }
    return record.text ? [record.text] : [];
  }
}

/** What foreseeing needs. */
export interface DryRunOptions {
  readonly clock: Clock;
  readonly actions: ActionCatalog;
  readonly context: ContextReader;
  readonly directory: Pick<Directory, 'named'>;
  readonly incidents: Pick<Incidents, 'find'>;
  readonly language: PlayLanguage;
  readonly shelf: Pick<PlayShelf, 'startable'>;
}

function contextOf(
  { document, actions, subject, authority, sample }: Trial,
  { path }: StepRecord,
  now: Date,
): PlayActionContext {
  return {
    actor: { kind: 'play', ref: null, name: document.name },
    incidentId: subject.incidentId,
    isSample: sample !== null,
    entityRef: subject.entityRef,
    at: now,
    idempotencyKey: `dry-run/${path}/0`,
    authority,
    runId: 'dry-run',
    path,
    playName: document.name,
    version: 0,
    actions,
    ownerRef: document.ownerRef,
  };
}

const nameOf = (authority: Authority): string =>
  authority.kind === 'person'
    ? authority.person.name
    : authority.approvedBy.name;
