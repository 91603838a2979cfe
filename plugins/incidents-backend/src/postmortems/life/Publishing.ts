import { ConflictError } from '@backstage/errors';
import { Actor } from '@muster/backstage-plugin-incidents-common';
import { Incidents } from '../../incidents/service';
import { addMinutes } from '../../platform/clock';
import { Database, Tx } from '../../platform/database';
import { postmortemName, PostmortemRecord } from '../model';
import { getPostmortem } from '../store';
import { Completeness, Lacks } from './Completeness';
import { Holder } from './Holder';
import { mustMove } from './moves';
import { readPeople } from './peopleStore';
import { Rulings } from './Rulings';
import { Steps } from './Steps';
import { Teller } from './Teller';
import { dayInWords, listed } from './words';

const dayMinutes = 24 * 60;

/** Published, opened for amendment, left unwritten with a reason, and written after all. */
export class Publishing {
  readonly #options: {
    database: Database;
    incidents: Incidents;
    holder: Holder;
    completeness: Completeness;
    rulings: Rulings;
    steps: Steps;
    teller: Teller;
  };

  constructor(options: {
    database: Database;
    incidents: Incidents;
    holder: Holder;
    completeness: Completeness;
    rulings: Rulings;
    steps: Steps;
    teller: Teller;
  }) {
    this.#options = options;
  }

  /**
   * Publishes what is complete and reviewed; for the first time, when those who took part are asked how useful it was,
   * or anew after an amendment.
   *
   * @param withoutReview - why reviewers who have not signed off are not waited for
   * @throws ConflictError saying everything that it lacks
   */
  async publish(
    id: number,
    by: Actor,
    withoutReview: string | undefined,
  ): Promise<void> {
    const { holder, completeness, teller } = this.#options;
    await holder.hold(id, async ({ tx, record, now, change }) => {
      if (!mustMove(record, 'publish')) return;
      const lacks = await completeness.lacks(tx, record);
      mustBeComplete(record, lacks, withoutReview);
      const isFirst = record.publishedAt === null;
      const unheard = lacks.waitedFor.map(({ person }) => person.name);
      const next = await change(
        isFirst
          ? { state: 'published', publishedAt: now }
          : { state: 'published', amendedAt: now },
        by,
        `${by.name} published it${isFirst ? '' : ' as amended'}${
          unheard.length > 0
            ? ` without the sign-off of ${listed(unheard)}: ${withoutReview}`
            : ''
        }`,
      );
      if (!isFirst) return;
      await this.#note(tx, next, {
        kind: 'postmortem-published',
        actor: by,
        text: `${by.name} published the postmortem ${postmortemName(id)}`,
      });
      const { participants } = await readPeople(tx, id);
      await teller.tell(
        tx,
        next,
        participants.map(({ ref }) => ref).filter(ref => ref !== by.ref),
        {
          what: 'is published',
          text: `${by.name} published it. You took part: read it, and say at its end how useful it was.`,
        },
      );
    });
  }

  /** Opens a published one for changes; it stays readable. */
  async amend(id: number, reason: string, by: Actor): Promise<void> {
    await this.#options.holder.hold(id, async ({ record, change }) => {
      if (!mustMove(record, 'amend')) return;
      await change(
        { state: 'amended' },
        by,
        `${by.name} opened it for amendment: ${reason}`,
      );
    });
  }

  /** Leaves it unwritten. */
  async waive(id: number, reason: string, by: Actor): Promise<void> {
    const { holder, teller } = this.#options;
    await holder.hold(id, async ({ tx, record, now, change }) => {
      if (!mustMove(record, 'waive')) return;
      const waived = { reason, by, at: now.toISOString() };
      const next = await change(
        { state: 'waived', waived },
        by,
        `${by.name} waived it: ${reason}`,
      );
      await this.#note(tx, next, {
        kind: 'postmortem-waived',
        actor: by,
        // Whoever may read the incident reads this.
        text: `${by.name} waived the postmortem ${postmortemName(id)}${record.restricted ? '' : `: ${reason}`}`,
      });
      await teller.tellWriter(tx, next, by, {
        what: 'need not be written',
        text: `${by.name} waived it: ${reason}`,
      });
    });
  }

  /** A waived one is to be written after all, within the days that its rule gives from now on. */
  async require(id: number, by: Actor): Promise<void> {
    const { database, holder, rulings, steps, teller } = this.#options;
    const { entity } = await getPostmortem(database.knex, id);
    const ruling = await rulings.about(entity.ref);
    await holder.hold(id, async ({ tx, record, now, change }) => {
      if (!mustMove(record, 'require')) return;
      const { dueDays } = ruling(record.severity);
      const dueAt = addMinutes(now, dueDays * dayMinutes);
      const next = await change(
        { state: 'draft', waived: null, required: true, dueAt },
        by,
        `${by.name} asked for it after all; it is due on ${dayInWords(dueAt)}`,
      );
      await steps.beginAgain(tx, id, now);
      await teller.tellWriter(tx, next, by, {
        what: 'is to be written after all',
        text: `${by.name} asked for it after all; it is due on ${dayInWords(dueAt)}.`,
        toEdit: true,
      });
    });
  }

  /** On the timeline of its incident, while that is there. */
  async #note(
    tx: Tx,
    { id, incidentId }: PostmortemRecord,
    entry: Parameters<Incidents['append']>[2],
  ): Promise<void> {
    const { incidents } = this.#options;
    if (incidentId === null || !(await incidents.lock(tx, incidentId))) return;
    await incidents.append(tx, incidentId, {
      ...entry,
      data: { postmortemId: id },
    });
  }
}

/** @throws ConflictError */
function mustBeComplete(
  { id }: PostmortemRecord,
  { sections, signOffs }: Lacks,
  withoutReview: string | undefined,
): void {
  const missing = [
    ...sections,
    ...(withoutReview === undefined ? signOffs : []),
  ];
  if (missing.length === 0) return;
  const remedy =
    withoutReview === undefined && signOffs.length > 0
      ? '. Wait for the sign-offs, or say in body.withoutReview why they are not waited for'
      : '';
  throw new ConflictError(
    `${postmortemName(id)} cannot be published yet: ${missing.join('; ')}${remedy}`,
  );
}
