import { ConflictError } from '@backstage/errors';
import { Actor, NamedRef } from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../../directory/service';
import { IncidentSubscriber } from '../../incidents/ports';
import { IncidentRecord, Incidents, system } from '../../incidents/service';
import { addMinutes, Clock } from '../../platform/clock';
import { Database, Tx } from '../../platform/database';
import { postmortemName, PostmortemRecord } from '../model';
import { Drafter, PostmortemOpening, PostmortemRuling } from '../ports';
import { findOfIncident } from '../store';
import { Reminders } from './Reminders';
import { RulingBySeverity, Rulings } from './Rulings';
import { SeverityFollower } from './SeverityFollower';
import { Teller } from './Teller';
import { dayInWords } from './words';

const dayMinutes = 24 * 60;

/** Entries after which an incident may need a postmortem. */
const telling: readonly string[] = ['resolved', 'severity-changed'];

/** How it comes to be opened. */
interface Occasion {
  /** Undefined: by itself, where the rules require it. */
  readonly by?: Actor;
  readonly templateId?: string;
}

interface Draft {
  readonly ruling: RulingBySeverity;
  readonly writer: NamedRef | null;
  readonly plan: Awaited<ReturnType<Drafter['plan']>>;
}

/**
 * Opens the postmortem of an incident: by itself when an incident that needs one is resolved, or turns out to be worse
 * after that; and by hand. All that is looked up is looked up before; the incident is held while it is opened, so that
 * two replicas open one.
 */
export class Opener implements IncidentSubscriber {
  readonly name = 'postmortems';
  readonly #options: {
    database: Database;
    clock: Clock;
    directory: Directory;
    incidents: Incidents;
    books: PostmortemOpening;
    drafter: Drafter;
    reminders: Reminders;
    rulings: Rulings;
    severities: SeverityFollower;
    teller: Teller;
  };

  constructor(options: {
    database: Database;
    clock: Clock;
    directory: Directory;
    incidents: Incidents;
    books: PostmortemOpening;
    drafter: Drafter;
    reminders: Reminders;
    rulings: Rulings;
    severities: SeverityFollower;
    teller: Teller;
  }) {
    this.#options = options;
  }

  async changed({
    incidentId,
    fromSeq,
    toSeq,
  }: {
    incidentId: number;
    fromSeq: number;
    toSeq: number;
  }): Promise<void> {
    const { incidents } = this.#options;
    const entries = await incidents.entries(incidentId, fromSeq, toSeq);
    if (entries.some(({ kind }) => telling.includes(kind))) {
      await this.consider(incidentId);
    }
  }

  /** Opens the postmortem of a resolved incident that needs one, or has the one that there is follow it. */
  async consider(incidentId: number): Promise<void> {
    const { database, incidents, rulings, severities } = this.#options;
    const incident = await incidents.find(incidentId);
    if (!incident || incident.resolvedAt === null) return;
    const ruling = await rulings.about(incident.entity.ref);
    if (await findOfIncident(database.knex, incidentId)) {
      await severities.follow(incidentId, ruling);
      return;
    }
    if (ruling(incident.severity).rule !== 'required') return;
    await this.#open(incident, await this.#draft(incident, ruling, {}), {});
  }

  /**
   * Opens it by hand, whatever the rules say; answers the one that there is.
   *
   * @throws ConflictError while the incident goes on; InputError for an unknown template
   */
  async begin(
    incident: IncidentRecord,
    by: Actor,
    templateId?: string,
  ): Promise<PostmortemRecord> {
    const { database, incidents, rulings } = this.#options;
    const earlier = await findOfIncident(database.knex, incident.id);
    if (earlier) return earlier;
    const refusal = new ConflictError(
      `${incidents.nameOf(incident.id)} is not resolved; its postmortem begins when it is over`,
    );
    if (incident.resolvedAt === null) throw refusal;
    const ruling = await rulings.about(incident.entity.ref);
    const occasion = { by, templateId };
    const draft = await this.#draft(incident, ruling, occasion);
    const opened = await this.#open(incident, draft, occasion);
    if (!opened) throw refusal;
    return opened;
  }

  /** Looks up what it begins with. */
  async #draft(
    incident: IncidentRecord,
    ruling: RulingBySeverity,
    { by, templateId }: Occasion,
  ): Promise<Draft> {
    return {
      ruling,
      plan: await this.#options.drafter.plan(incident, templateId),
      writer: await this.#writerOf(incident, by),
    };
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

  /** @returns undefined when it is not to be opened any more: the incident goes on, is gone, or needs none */
  async #open(
    { id }: IncidentRecord,
    draft: Draft,
    { by }: Occasion,
  ): Promise<PostmortemRecord | undefined> {
    const { database, incidents } = this.#options;
    return database.transaction(async tx => {
      const incident = await incidents.lock(tx, id);
      const earlier = await findOfIncident(tx, id);
      if (earlier) return earlier;
      if (!incident?.resolvedAt || incident.status !== 'resolved') {
        return undefined;
      }
      const ruling = draft.ruling(incident.severity);
      if (!by && ruling.rule !== 'required') return undefined;
      const { resolvedAt } = incident;
      return this.#write(tx, { ...incident, resolvedAt }, draft, ruling, by);
    });
  }

  async #write(
    tx: Tx,
    incident: IncidentRecord & { readonly resolvedAt: Date },
    { plan, writer }: Draft,
    ruling: PostmortemRuling,
    by: Actor | undefined,
  ): Promise<PostmortemRecord> {
    const { books, clock, incidents, reminders, teller } = this.#options;
    const now = clock.now();
    const term = {
      state: 'draft' as const,
      required: ruling.rule === 'required',
      dueAt: addMinutes(incident.resolvedAt, ruling.dueDays * dayMinutes),
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
