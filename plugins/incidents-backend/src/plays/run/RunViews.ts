import {
  Caller,
  NamedRef,
  passesFloor,
  PlayRun,
  PlayRunDetail,
  RunStep,
  stepKindOf,
  Subject,
} from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../../directory/service';
import { Incidents, subjectOf } from '../../incidents/service';
import { Database, iso, isoOrNull } from '../../platform/database';
import { ActionCatalog, PlayVersionRecord } from '../ports';
import { answersTo } from './decide/facts';
import { stepAt } from './decide/findStep';
import { idAt } from './decide/paths';
import { hasEnded, StepRecord } from './decide/records';
import { authorityInWords } from './inWords';
import { isUnderWay, mayRerun, RunCommands } from './RunCommands';
import { RunRecord } from './runStore';
import { AttemptRecord, readAttempts, readSteps } from './stepStore';
import { Versions } from './Versions';

/** What showing runs needs. */
export interface RunViewsOptions {
  readonly database: Database;
  readonly directory: Pick<Directory, 'named'>;
  readonly incidents: Pick<Incidents, 'find' | 'nameOf'>;
  readonly versions: Versions;
  readonly actions: Pick<ActionCatalog, 'redact'>;
  readonly commands: RunCommands;
}

/** Runs as the contract shows them. */
export class RunViews {
  readonly #options: RunViewsOptions;

  constructor(options: RunViewsOptions) {
    this.#options = options;
  }

  /** Runs of a list, in its order. */
  async list(records: readonly RunRecord[]): Promise<PlayRun[]> {
    const { directory } = this.#options;
    const refs = records.flatMap(({ subject }) => subject.entityRef ?? []);
    const entities = new Map(
      (await directory.named([...new Set(refs)])).map(named => [
        named.ref,
        named,
      ]),
    );
    return Promise.all(records.map(run => this.#toRun(run, entities)));
  }

  /** One run with its steps. */
  async detail(run: RunRecord, caller: Caller): Promise<PlayRunDetail> {
    const { database, versions } = this.#options;
    const play = await versions.of(run);
    const [shown] = await this.list([run]);
    const steps = [...(await readSteps(database.knex, run.id)).values()];
    const attempts = await readAttempts(database.knex, run.id);
    const mayCommand = await this.mayCommand(run, caller);
    return {
      ...shown,
      inputs: { ...run.subject.inputs },
      document: play.document,
      authority: authorityInWords(run),
      steps: await Promise.all(
        steps.map(record =>
          this.#toStep(
            record,
            play,
            attempts.filter(({ path }) => path === record.path),
            { run, caller },
          ),
        ),
      ),
      may: [
        ...(mayCommand && isUnderWay(run) ? (['cancel'] as const) : []),
        ...(mayCommand && mayRerun(run) ? (['rerun'] as const) : []),
      ],
    };
  }

  /** Whether somebody may cancel a run or have it go on: who started it, the play's team, the people of its incident, admins. */
  async mayCommand(run: RunRecord, caller: Caller): Promise<boolean> {
    return isLetThrough(caller, await this.subjectOf(run, caller));
  }

  /** A run as the floor sees it: for the people of its incident that, for everybody else the play's. */
  async subjectOf(run: RunRecord, caller: Caller): Promise<Subject> {
    const { incidentId } = run.subject;
    const { authority, ownerRef } = run;
    const responders =
      authority.kind === 'person' ? [authority.person.ref] : [];
    const incident =
      incidentId === null
        ? undefined
        : await this.#options.incidents.find(incidentId);
    const ofIncident = incident && subjectOf(incident);
    return ofIncident && isLetThrough(caller, ofIncident)
      ? ofIncident
      : { ownerRef, responders };
  }

  async #toRun(
    run: RunRecord,
    entities: ReadonlyMap<string, NamedRef>,
  ): Promise<PlayRun> {
    const { incidents } = this.#options;
    const { incidentId, entityRef } = run.subject;
    const incident =
      incidentId === null ? undefined : await incidents.find(incidentId);
    return {
      id: run.id,
      play: { id: run.playId, name: run.playName, version: run.version },
      state: run.state,
      incident: incident
        ? {
            id: incident.id,
            name: incidents.nameOf(incident.id),
            title: incident.title,
          }
        : null,
      entity:
        entityRef === null
          ? null
          : (entities.get(entityRef) ?? { ref: entityRef, name: entityRef }),
      because: run.because,
      startedAt: iso(run.startedAt),
      startedBy: run.startedBy,
      endedAt: isoOrNull(run.endedAt),
      deadlineAt: iso(run.deadlineAt),
      text: run.text,
      asking: run.asking,
    };
  }

  async #toStep(
    record: StepRecord,
    play: PlayVersionRecord,
    attempts: readonly AttemptRecord[],
    viewer: { readonly run: RunRecord; readonly caller: Caller },
  ): Promise<RunStep> {
    const { actions } = this.#options;
    const step = stepAt(play.document, record.path);
    const action = step && 'action' in step ? step.action : null;
    return {
      path: record.path,
      id: idAt(record.path),
      title: step?.title || idAt(record.path),
      kind: (step && stepKindOf(step)) ?? record.kind,
      action,
      state: record.state,
      startedAt: iso(record.startedAt),
      endedAt: isoOrNull(record.endedAt),
      dueAt: isoOrNull(record.dueAt),
      text: record.text,
      input:
        action === null ? record.input : actions.redact(action, record.input),
      output: record.output,
      attempts: attempts.map((attempt, index) => ({
        number: index + 1,
        startedAt: iso(attempt.startedAt),
        endedAt: isoOrNull(attempt.endedAt),
        outcome: attempt.outcome,
        detail: attempt.detail,
      })),
      question: await this.#question(record, viewer),
    };
  }

  async #question(
    record: StepRecord,
    { run, caller }: { readonly run: RunRecord; readonly caller: Caller },
  ): Promise<RunStep['question']> {
    const { directory, commands } = this.#options;
    const { asks } = record.data;
    if (!asks || hasEnded(record)) return null;
    const mayAnswer =
      isUnderWay(run) && (await commands.isAsked(record, caller));
    return {
      text: asks.text,
      of: [...(await directory.named(asks.of))],
      until: isoOrNull(record.dueAt),
      may: mayAnswer ? [...answersTo(record)] : [],
    };
  }
}

const isLetThrough = (caller: Caller, subject: Subject): boolean =>
  passesFloor('responder', false, caller, [subject]);
