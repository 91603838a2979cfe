import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { InputError, NotAllowedError } from '@backstage/errors';
import {
  Caller,
  DryRun as ShownDryRun,
  incidentReadPermission,
  NamedRef,
  PlayDocument,
  Severity,
  Supposition,
} from '@muster/backstage-plugin-incidents-common';
import { Directory, personOf } from '../../directory/service';
import {
  IncidentAccess,
  IncidentRecord,
  Incidents,
} from '../../incidents/service';
import { Clock } from '../../platform/clock';
import { iso } from '../../platform/database';
import { sampleTitle } from '../context/sampleIncident';
import { Authority, EnabledPlay, PlaySubject, TriggerRules } from '../ports';
import { inputsOf } from '../run/inputs';
import { startsWhen } from '../startsWhen';
import { DryRun, DryRunOptions, Trial } from './DryRun';
import { faultsOfSuppositions } from './suppositions';
import { instantOfPlan, planHashOf } from './planHash';

/** What is asked of a dry run. */
export interface DryRunRequest {
  readonly source: string;
  readonly incidentId?: number;
  readonly entityRef?: string;
  readonly severity: Severity;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly suppose: Readonly<Record<string, Supposition>>;
}

/** Tries plays without doing anything. */
export class Trials {
  readonly #options: TrialsOptions;
  readonly #dryRun: DryRun;

  constructor(options: TrialsOptions) {
    this.#options = options;
    this.#dryRun = new DryRun(options);
  }

  /**
   * What a play would do.
   *
   * @throws InputError for inputs that do not fit; NotAllowedError for an incident that the caller may not read
   */
  async dryRun(
    request: DryRunRequest,
    caller: Caller,
    credentials: BackstageCredentials,
  ): Promise<ShownDryRun> {
    const { clock, language, actions, directory } = this.#options;
    const read = language.read(request.source, await actions.list());
    const incident = await this.#incident(request.incidentId, credentials);
    const entityRef =
      incident?.entity.ref ??
      request.entityRef ??
      (await this.#anEntityOf(read.document));
    const [entity] = entityRef
      ? await directory.named([entityRef])
      : [{ ref: '', name: 'No entity' }];
    const about = {
      name: incident ? this.#options.incidents.nameOf(incident.id) : null,
      title: incident?.title ?? sampleTitle,
      severity: incident?.severity ?? request.severity,
      entity: { ref: entity.ref, name: entity.name },
    };
    if (!read.document) {
      return {
        faults: [...read.faults],
        planHash: null,
        starts: { would: false, because: 'It has faults' },
        steps: [],
        incident: about,
      };
    }
    const { values, faults: ofInputs } = inputsOf(
      read.document.inputs,
      request.inputs,
    );
    const faults = [
      ...ofInputs,
      ...faultsOfSuppositions(request.suppose, read.document),
    ];
    if (faults.length > 0) {
      throw new InputError(faults.map(fault => `body.${fault}`).join('; '));
    }
    const at = clock.now();
    const trial: Trial = {
      document: read.document,
      actions: read.actions,
      subject: {
        incidentId: incident?.id ?? null,
        entityRef,
        trigger: { event: 'manual', at: iso(at), text: '' },
        inputs: values,
      },
      authority: await this.#authorityOf(caller, read.document),
      at,
      sample: incident ? null : request.severity,
      suppose: request.suppose,
    };
    const isSupposed = Object.keys(request.suppose).length > 0;
    const steps = await this.#dryRun.plan(trial);
    return {
      faults: [],
      // What goes otherwise than it would by itself is nothing to hold a run to.
      planHash: isSupposed
        ? null
        : planHashOf(at, trial.document, trial.subject, steps),
      starts: await this.#starts(trial, caller),
      steps: [...steps],
      incident: about,
    };
  }

  /** Whether a plan that somebody was shown is still what a run of theirs would do. */
  async isStill(
    planHash: string,
    play: Pick<EnabledPlay, 'document' | 'actions'>,
    subject: PlaySubject,
    person: NamedRef,
  ): Promise<boolean> {
    const at = instantOfPlan(planHash, this.#options.clock.now());
    if (!at) return false;
    const steps = await this.#dryRun.plan({
      document: play.document,
      actions: play.actions,
      subject: {
        ...subject,
        trigger: { event: 'manual', at: iso(at), text: '' },
      },
      authority: { kind: 'person', person },
      at,
      sample: null,
      suppose: {},
    });
    return planHash === planHashOf(at, play.document, subject, steps);
  }

  /** Whose run is foreseen: the caller's by hand; for a pipeline, one that starts by itself as its team approves it. */
  async #authorityOf(
    caller: Caller,
    { ownerRef }: PlayDocument,
  ): Promise<Authority> {
    const { directory } = this.#options;
    if (caller.kind === 'person') {
      return { kind: 'person', person: await personOf(directory, caller) };
    }
    const [approvedBy] = await directory.named([ownerRef]);
    return { kind: 'play', approvedBy, everywhere: false };
  }

  async #incident(
    id: number | undefined,
    credentials: BackstageCredentials,
  ): Promise<IncidentRecord | undefined> {
    if (id === undefined) return undefined;
    const { access, incidents } = this.#options;
    const incident = await incidents.get(id);
    if (!(await access.allowsById(incidentReadPermission, id, credentials))) {
      throw new NotAllowedError(
        'Your portal’s permission policy does not let you read this incident',
      );
    }
    return incident;
  }

  /** Something that the play's own team owns, to try it on. */
  async #anEntityOf(document: PlayDocument | null): Promise<string | null> {
    if (!document) return null;
    const { owned } = await this.#options.directory.snapshot();
    const ours = owned.filter(({ ownerRef }) => ownerRef === document.ownerRef);
    const first =
      ours.find(({ kind }) => kind === 'component') ?? ours[0] ?? owned[0];
    return first?.ref ?? null;
  }

  /** Whether it would start by itself, and why, or why not. */
  async #starts(trial: Trial, caller: Caller): Promise<ShownDryRun['starts']> {
    const { language, rules } = this.#options;
    const { document, subject } = trial;
    if (document.on.length === 0) {
      return {
        would: false,
        because: 'It starts by hand only, or when another play calls it',
      };
    }
    if (subject.entityRef !== null) {
      // An admin would approve it for every team.
      const everywhere = caller.kind === 'person' && caller.isAdmin;
      const { reaches, because } = await rules.reaches(
        { document, everywhere },
        subject.entityRef,
      );
      if (!reaches) return { would: false, because };
    }
    const words = startsWhen(document);
    if (document.when === null) return { would: true, because: words };
    try {
      const context = await this.#dryRun.contextOf(trial);
      return language.holds(document.when, context)
        ? { would: true, because: words }
        : {
            would: false,
            because: `As things are, it does not hold that ${document.when}`,
          };
    } catch (error) {
      return {
        would: false,
        because: error instanceof Error ? error.message : String(error),
      };
    }
  }
}

/** What trials need. */
export interface TrialsOptions extends DryRunOptions {
  readonly clock: Clock;
  readonly access: Pick<IncidentAccess, 'allowsById' | 'readable'>;
  readonly directory: Directory;
  readonly incidents: Incidents;
  readonly rules: TriggerRules;
}
