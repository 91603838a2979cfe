import { ConflictError, InputError } from '@backstage/errors';
import {
  Actor,
  FollowUp,
  FollowUpKind,
  FollowUpPriority,
  kindOf,
  NamedRef,
} from '@muster/backstage-plugin-incidents-common';
import { Directory, faultsOfPeople } from '../../directory/service';
import { Clock } from '../../platform/clock';
import { Database, Tx } from '../../platform/database';
import { postmortemName, PostmortemRecord } from '../model';
import {
  FactorReader,
  FollowUpReader,
  PostmortemFollower,
  PostmortemGate,
  PostmortemIndex,
} from '../ports';
import { readingOf } from '../readers';
import { appendEvent, lockPostmortem } from '../store';
import {
  followUps,
  getFollowUp,
  insertFollowUp,
  lockFollowUp,
  mustBeVersion,
  updateFollowUp,
} from './followUpStore';
import { FollowUpNotices } from './FollowUpNotices';
import { isRemovable } from './FollowUpViews';
import { FollowUpClocks, followUpName, FollowUpRecord } from './model';
import { addWorkingDays, dateOf } from './workingDays';

/** What people write of a follow-up. */
export interface FollowUpFields {
  readonly title: string;
  readonly description: string;
  /** A person has it; a group becomes its team, where nobody has it yet; null: nobody. */
  readonly ownerRef: string | null;
  readonly dueOn: string;
  readonly priority: FollowUpPriority;
  readonly kind: FollowUpKind;
  /** Of those that its postmortem names; null: all of them. */
  readonly factorId: string | null;
}

/** Proof that a follow-up helps. */
export type Proof = NonNullable<FollowUp['proof']>;

type Change = Partial<Omit<FollowUpRecord, 'id' | 'version'>>;

/** Makes and changes follow-ups: each change with its line in the postmortem's history, its text and its reminders. */
export class FollowUpBook implements Pick<FollowUpReader, 'add'> {
  readonly #options: FollowUpBookOptions;

  constructor(options: FollowUpBookOptions) {
    this.#options = options;
  }

  async add(
    tx: Tx,
    postmortem: PostmortemRecord,
    items: readonly { readonly title: string; readonly done: boolean }[],
    by: Actor,
  ): Promise<void> {
    const now = this.#options.clock.now();
    for (const { title, done } of items) {
      await this.#insert(tx, {
        ...this.#begun(postmortem, { title }, by),
        ...(done ? { state: 'done', doneAt: now, doneBy: by } : {}),
      });
    }
  }

  /**
   * Adds one to a postmortem that is not waived.
   *
   * @throws InputError for an owner that is nobody, or may not read it, and for a factor of another one; ConflictError for a
   * waived postmortem
   */
  async make(
    postmortemId: number,
    fields: Partial<FollowUpFields> & Pick<FollowUpFields, 'title'>,
    by: Actor,
  ): Promise<FollowUpRecord> {
    const given = await this.#given(fields.ownerRef);
    return this.#options.database.transaction(async tx => {
      const postmortem = await lockPostmortem(tx, postmortemId);
      if (postmortem.state === 'waived') {
        throw new ConflictError(
          `${postmortemName(postmortemId)} is waived; require it again, then add what follows from it`,
        );
      }
      await this.#mustBeOpenTo(tx, postmortem, fields.ownerRef);
      await this.#mustName(tx, postmortem, fields.factorId);
      const { ownerRef: _ownerRef, ...rest } = fields;
      const made = await this.#insert(tx, {
        ...this.#begun(postmortem, rest, by),
        ...given,
      });
      await this.#tell(tx, postmortem, by, `added ${inWords(made)}`);
      await this.#changed(tx, postmortem);
      await this.#options.notices.given(tx, postmortem, made, by);
      return made;
    });
  }

  /**
   * @throws ConflictError when it was changed since `version`; InputError for an owner that is nobody, or may not read it, and
   * for a factor of another postmortem
   */
  async edit(
    id: number,
    version: number,
    fields: Partial<FollowUpFields>,
    by: Actor,
  ): Promise<FollowUpRecord> {
    const { ownerRef, ...rest } = fields;
    const given = await this.#given(ownerRef);
    return this.#change(id, by, async (record, tx, postmortem) => {
      mustBeVersion(record, version);
      // Whoever has it already keeps it.
      if (ownerRef !== (record.owner ?? record.team)?.ref) {
        await this.#mustBeOpenTo(tx, postmortem, ownerRef);
      }
      // What its tree no longer names stays as it was.
      if (rest.factorId !== record.factorId) {
        await this.#mustName(tx, postmortem, rest.factorId);
      }
      return {
        change: { ...rest, ...given },
        said: `changed ${inWords(record)}`,
        after: next =>
          next.owner?.ref === record.owner?.ref
            ? undefined
            : this.#options.notices.given(tx, postmortem, next, by),
      };
    });
  }

  /** The work is done; changes nothing when it was before. `said` is for who does it in other ways than by hand. */
  finish(id: number, by: Actor, said = 'finished'): Promise<FollowUpRecord> {
    return this.#change(id, by, record =>
      record.state === 'open'
        ? {
            change: {
              state: 'done',
              doneAt: this.#options.clock.now(),
              doneBy: by,
            },
            said: `${said} ${inWords(record)}`,
          }
        : undefined,
    );
  }

  /** It is proven to help; a proof that comes later replaces the one before. @throws ConflictError while it is open */
  verify(id: number, proof: Proof, by: Actor): Promise<FollowUpRecord> {
    return this.#change(id, by, record => {
      if (record.state === 'open') {
        throw new ConflictError(
          `${followUpName(id)} is still open; finish it first, then say what shows that it helps`,
        );
      }
      return {
        change: {
          state: 'verified',
          verifiedAt: this.#options.clock.now(),
          verifiedBy: by,
          proof,
        },
        said: `verified ${inWords(record)} by a ${proof.kind}`,
      };
    });
  }

  /** It is not done after all; what was said to prove it goes. */
  reopen(id: number, reason: string, by: Actor): Promise<FollowUpRecord> {
    return this.#change(id, by, record =>
      record.state === 'open'
        ? undefined
        : {
            change: {
              state: 'open',
              doneAt: null,
              doneBy: null,
              verifiedAt: null,
              verifiedBy: null,
              proof: null,
            },
            said: `reopened ${inWords(record)}${reason.trim() ? `: ${reason.trim()}` : ''}`,
          },
    );
  }

  /** Keeps the ticket that was made of it, and looks at it from now on; one that was there first stays. */
  ticketed(
    id: number,
    ticket: NonNullable<FollowUp['ticket']>,
    lookAt: Date | null,
    by: Actor,
  ): Promise<FollowUpRecord> {
    return this.#change(id, by, record => {
      const said = `made ${ticket.key} of ${inWords(record)}`;
      if (!record.ticket) {
        return { change: { ticket, ticketLookAt: lookAt }, said };
      }
      // A call that was given up answered after all. Where the system made two of it, the second must not be lost unseen.
      return record.ticket.key === ticket.key
        ? undefined
        : {
            change: {},
            said: `${said}, which has ${record.ticket.key} already: ${ticket.url} may be closed`,
          };
    });
  }

  /** @throws ConflictError once its postmortem has been published */
  async remove(id: number, by: Actor): Promise<void> {
    await this.#options.database.transaction(async tx => {
      const { postmortem, record } = await this.#lock(tx, id);
      if (!isRemovable(postmortem)) {
        throw new ConflictError(
          `${followUpName(id)} is part of ${postmortemName(postmortem.id)}, which has been published; finish it, or say in its description why it will not be done`,
        );
      }
      await followUps(tx).where({ id }).delete();
      await this.#tell(tx, postmortem, by, `removed ${inWords(record)}`);
      await this.#changed(tx, postmortem);
    });
  }

  #begun(
    postmortem: PostmortemRecord,
    fields: Partial<Omit<FollowUpFields, 'ownerRef'>> &
      Pick<FollowUpFields, 'title'>,
    by: Actor,
  ): Omit<FollowUpRecord, 'id'> {
    const { clock, clocks } = this.#options;
    const now = clock.now();
    const { priority = 'medium' } = fields;
    return {
      postmortemId: postmortem.id,
      description: '',
      entity: postmortem.entity,
      team: postmortem.owner,
      owner: null,
      dueOn: addWorkingDays(dateOf(now), clocks.followUpDays[priority]),
      kind: 'prevent',
      factorId: null,
      ...fields,
      priority,
      state: 'open',
      ticket: null,
      proof: null,
      madeAt: now,
      madeBy: by,
      doneAt: null,
      doneBy: null,
      verifiedAt: null,
      verifiedBy: null,
      version: 1,
      noticeAt: null,
      notices: 0,
      ticketLookAt: null,
    };
  }

  async #insert(
    tx: Tx,
    record: Omit<FollowUpRecord, 'id'>,
  ): Promise<FollowUpRecord> {
    const made = await insertFollowUp(tx, record);
    return this.#options.notices.plan(tx, made);
  }

  /** The owner of a request, found before the transaction. @throws InputError naming the field */
  async #given(ref: string | null | undefined): Promise<Change> {
    const { directory } = this.#options;
    if (ref === undefined) return {};
    if (ref === null) return { owner: null };
    const faults = await faultsOfPeople(directory, [
      { field: 'body.ownerRef', ref, kinds: ['user', 'group'] },
    ]);
    if (faults.length > 0) throw new InputError(faults.join('; '));
    const [found]: readonly NamedRef[] = await directory.named([ref]);
    return kindOf(ref) === 'group'
      ? { team: found, owner: null }
      : { owner: found };
  }

  /** A restricted postmortem is not there for whoever may not read it: they could not finish what they are given. */
  async #mustBeOpenTo(
    tx: Tx,
    postmortem: PostmortemRecord,
    ref: string | null | undefined,
  ): Promise<void> {
    if (!postmortem.restricted || !ref) return;
    const { shutOut } = await readingOf(tx, postmortem, [ref], this.#options);
    if (shutOut.length === 0) return;
    throw new InputError(
      `body.ownerRef is ${ref}, who may not read ${postmortemName(postmortem.id)}: it is restricted; name them, or a group of theirs, among those who may read it first`,
    );
  }

  async #mustName(
    tx: Tx,
    { id }: PostmortemRecord,
    factorId: string | null | undefined,
  ): Promise<void> {
    if (!factorId) return;
    const named = await this.#options.factors.namesOf(tx, [id]);
    if (named.get(id)?.some(factor => factor.id === factorId)) return;
    throw new InputError(
      `body.factorId is ${factorId}, which is no factor of ${postmortemName(id)}; name it in its tree of whys first, or leave it out`,
    );
  }

  async #lock(tx: Tx, id: number) {
    const { postmortemId } = await getFollowUp(tx, id);
    // The postmortem before what belongs to it.
    const postmortem = await lockPostmortem(tx, postmortemId);
    const record = await lockFollowUp(this.#options.database, tx, id);
    return { postmortem, record };
  }

  /** Changes one, or leaves it as it is when `decide` answers nothing. */
  #change(
    id: number,
    by: Actor,
    decide: (
      record: FollowUpRecord,
      tx: Tx,
      postmortem: PostmortemRecord,
    ) => Decision | undefined | Promise<Decision>,
  ): Promise<FollowUpRecord> {
    const { database, notices } = this.#options;
    return database.transaction(async tx => {
      const { postmortem, record } = await this.#lock(tx, id);
      const decision = await decide(record, tx, postmortem);
      if (!decision) return record;
      const changed = await updateFollowUp(tx, record, decision.change);
      const next = await notices.plan(tx, changed);
      await this.#tell(tx, postmortem, by, decision.said);
      await this.#changed(tx, postmortem);
      await decision.after?.(next);
      return next;
    });
  }

  /** Its words are other ones now, and its document is when it has been published. */
  async #changed(tx: Tx, postmortem: PostmortemRecord): Promise<void> {
    const { follower, index } = this.#options;
    await index.changed(tx, postmortem.id);
    if (postmortem.publishedAt !== null) {
      await follower.published(tx, postmortem);
    }
  }

  #tell(
    tx: Tx,
    { id }: PostmortemRecord,
    actor: Actor,
    said: string,
  ): Promise<void> {
    const at = this.#options.clock.now();
    return appendEvent(tx, id, { at, actor, text: `${actor.name} ${said}` });
  }
}

interface Decision {
  readonly change: Change;
  /** What the actor did: `finished FU-3 (Alert on the pool)`. */
  readonly said: string;
  /** Not `then`: a promise would take it for one. */
  readonly after?: (next: FollowUpRecord) => Promise<void> | undefined;
}

/** What the book needs. */
export interface FollowUpBookOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly directory: Directory;
  readonly gate: Pick<PostmortemGate, 'people'>;
  readonly factors: Pick<FactorReader, 'namesOf'>;
  /** Groups and people who may read everything. */
  readonly admins: readonly string[];
  readonly clocks: FollowUpClocks;
  readonly index: PostmortemIndex;
  readonly follower: PostmortemFollower;
  readonly notices: FollowUpNotices;
}

const inWords = ({ id, title }: Pick<FollowUpRecord, 'id' | 'title'>): string =>
  `${followUpName(id)} (${title})`;
