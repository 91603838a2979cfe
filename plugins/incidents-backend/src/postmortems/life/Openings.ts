import { Actor, NamedRef } from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../../directory/service';
import { IncidentRecord, Incidents, system } from '../../incidents/service';
import { Clock } from '../../platform/clock';
import { Tx } from '../../platform/database';
import { postmortemName, PostmortemRecord } from '../model';
import { Drafter, PostmortemOpening, PostmortemRuling } from '../ports';
import { findOfIncident } from '../store';
import { dueOf } from './dueOf';
import { Reminders } from './Reminders';
import { RulingBySeverity } from './Rulings';
import { Steps } from './Steps';
import { Teller } from './Teller';
import { dayInWords } from './words';

/** How a postmortem comes to be opened. */
export interface Occasion {
  /** Who begins it, whatever the rules say; left out: it is opened by itself, where they require it. */
  readonly by?: Actor;
  /** Left out: the template that fits best. */
  readonly templateId?: string;
}

/** All that was looked up to open a postmortem. */
export interface PlannedOpening {
  /**
   * Opens it with `tx`, or answers the one that there is. The incident is held meanwhile, so that two replicas open one.
   *
   * @returns undefined when it is not to be opened any more: the incident goes on, is gone, or needs none
   */
  open(tx: Tx): Promise<Opened | undefined>;
}

/** A postmortem that is open now, and whether it was not before. */
export interface Opened {
  readonly record: PostmortemRecord;
  readonly isNew: boolean;
}

interface Draft {
  readonly ruling: RulingBySeverity;
  readonly writer: NamedRef | null;
  readonly plan: Awaited<ReturnType<Drafter['plan']>>;
}

/** Prepares the opening of postmortems, and opens them. */
export class Openings {
  readonly #options: {
    clock: Clock;
    directory: Directory;
    incidents: Incidents;
    books: PostmortemOpening;
    drafter: Drafter;
    reminders: Reminders;
    steps: Steps;
    teller: Teller;
  };

  constructor(options: {
    clock: Clock;
    directory: Directory;
    incidents: Incidents;
    books: PostmortemOpening;
    drafter: Drafter;
    reminders: Reminders;
    steps: Steps;
    teller: Teller;
  }) {
    this.#options = options;
  }

  /** Looks up what it begins with, outside of any transaction. @throws InputError for an unknown template */
  async plan(
    incident: IncidentRecord,
    ruling: RulingBySeverity,
    { by, templateId }: Occasion,
  ): Promise<PlannedOpening> {
    const { drafter } = this.#options;
    const draft = {
      ruling,
      plan: await drafter.plan(incident, templateId),
      writer: await this.#writerOf(incident, by),
    };
    return { open: tx => this.#open(tx, incident.id, draft, by) };
  }

  /** Who begins it by hand, else who acknowledged, else the first assigned, else the first of the owner group. */
  async #writerOf(
    { acknowledgedBy, assigned, owner }: IncidentRecord,
    by: Actor | undefined,
  ): Promise<NamedRef | null> {
    const { directory } = this.#options;
    const named = [by, acknowledgedBy].flatMap(actor =>
      actor?.kind === 'person' && actor.ref !== null
        ? [{ ref: actor.ref, name: actor.name }]
        : [],
    );
    const members = owner ? await directory.membersOf(owner.ref) : [];
    for (const person of [...named, ...assigned, ...members]) {
      const behind = await directory.peopleBehind([person.ref]);
      if (behind.get(person.ref)?.length) return person;
    }
    return null;
  }

  async #open(
    tx: Tx,
    incidentId: number,
    draft: Draft,
    by: Actor | undefined,
  ): Promise<Opened | undefined> {
    const incident = await this.#options.incidents.lock(tx, incidentId);
    const earlier = await findOfIncident(tx, incidentId);
    if (earlier) return { record: earlier, isNew: false };
    if (!incident?.resolvedAt || incident.status !== 'resolved') {
      return undefined;
    }
    const ruling = draft.ruling(incident.severity);
    if (!by && ruling.rule !== 'required') return undefined;
    const { resolvedAt } = incident;
    const over = { ...incident, resolvedAt };
    const record = await this.#write(tx, over, draft, ruling, by);
    return { record, isNew: true };
  }

  async #write(
    tx: Tx,
    incident: IncidentRecord & { readonly resolvedAt: Date },
    { plan, writer }: Draft,
    ruling: PostmortemRuling,
    by: Actor | undefined,
  ): Promise<PostmortemRecord> {
    const { books, clock, incidents, reminders, steps, teller } = this.#options;
    const now = clock.now();
    const term = {
      state: 'draft' as const,
      required: ruling.rule === 'required',
      dueAt: dueOf(incident.resolvedAt, ruling.dueDays, now),
    };
    const record = await books.insert(
      tx,
      {
        ...term,
        incidentId: incident.id,
        title: incident.title,
        severity: incident.severity,
        entity: incident.entity,
        owner: incident.owner,
        systemRef: incident.system?.ref ?? null,
        writer,
        occurredAt: plan.occurredAt,
        endedAt: incident.resolvedAt,
        openedAt: now,
        publishedAt: null,
        amendedAt: null,
        waived: null,
        worthReading: null,
        template: plan.template,
        figures: [],
        dismissed: [],
        restricted: false,
        summary: '',
        importHash: null,
        version: 1,
        updatedAt: now,
        noticeAt: reminders.nextAt(term),
        notices: 0,
      },
      { participants: plan.participants, reviewers: [], readers: [] },
      by ?? system,
      by ? `${by.name} began it` : `It was opened: ${ruling.because}`,
    );
    await plan.apply(tx, record);
    await steps.begin(tx, record.id, incident.resolvedAt, now);
    const name = postmortemName(record.id);
    const due = dayInWords(term.dueAt);
    await incidents.append(tx, incident.id, {
      kind: 'postmortem-opened',
      actor: by ?? system,
      text: by
        ? `${by.name} began the postmortem ${name}; it is due on ${due}`
        : `The postmortem ${name} was opened: ${ruling.because}. ${writer ? `${writer.name} sees to it` : 'Nobody has it yet'}; it is due on ${due}`,
      data: { postmortemId: record.id },
    });
    await teller.tellWriter(tx, record, by ?? system, {
      what: writer ? 'is yours to write' : 'waits for somebody to write it',
      text: `${incidents.nameOf(incident.id)} is over, and ${ruling.because}. What was recorded stands in the draft already; it is due on ${due}.`,
      toEdit: true,
    });
    return record;
  }
}
