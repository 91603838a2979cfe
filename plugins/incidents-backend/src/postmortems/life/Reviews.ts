import { InputError, NotAllowedError } from '@backstage/errors';
import { Actor, NamedRef } from '@muster/backstage-plugin-incidents-common';
import { Directory, faultsOfPeople } from '../../directory/service';
import { Database } from '../../platform/database';
import { postmortemName } from '../model';
import { getPostmortem } from '../store';
import { Holder } from './Holder';
import { mustMove } from './moves';
import {
  forgetSignOffs,
  readReviewers,
  replacePart,
  writeSignOff,
} from './peopleStore';
import { Teller } from './Teller';
import { listed } from './words';

/** Reviews: who is asked, who agrees, and back to the draft. */
export class Reviews {
  readonly #options: {
    database: Database;
    directory: Directory;
    holder: Holder;
    teller: Teller;
  };

  constructor(options: {
    database: Database;
    directory: Directory;
    holder: Holder;
    teller: Teller;
  }) {
    this.#options = options;
  }

  /**
   * Asks these people, and no others; who has agreed already stays so.
   *
   * @throws InputError naming each who is nobody, has left the catalog, or writes it; ConflictError when it is no draft
   */
  async ask(id: number, refs: readonly string[], by: Actor): Promise<void> {
    const { holder, teller } = this.#options;
    const people = await this.#reviewers(id, [...new Set(refs)]);
    await holder.hold(id, async ({ tx, record, now, change }) => {
      mustMove(record, 'ask-for-review');
      const before = await readReviewers(tx, id);
      const added = people.filter(
        ({ ref }) => !before.some(({ person }) => person.ref === ref),
      );
      const isSame =
        record.state === 'in-review' &&
        added.length === 0 &&
        before.length === people.length;
      if (isSame) return;
      // Taken back before, it is asked for anew.
      if (record.state === 'draft') await replacePart(tx, id, 'reviewer', []);
      await replacePart(tx, id, 'reviewer', people, now);
      const next = await change(
        { state: 'in-review' },
        by,
        `${by.name} asked ${listed(people.map(({ name }) => name))} to review it`,
      );
      const waiting = (await readReviewers(tx, id)).filter(
        ({ signedOffAt }) => signedOffAt === null,
      );
      const asked = record.state === 'in-review' ? added : people;
      await teller.tell(
        tx,
        next,
        waiting
          .map(({ person }) => person.ref)
          .filter(ref => asked.some(one => one.ref === ref)),
        {
          what: 'waits for your review',
          text: `${by.name} asks you to review it. Read it, comment, and sign off when you agree.`,
        },
      );
    });
  }

  /** Back to the draft; sign-offs are asked for anew. */
  async takeBack(id: number, reason: string, by: Actor): Promise<void> {
    const { holder } = this.#options;
    await holder.hold(id, async ({ tx, record, change }) => {
      if (!mustMove(record, 'take-back')) return;
      await forgetSignOffs(tx, id);
      await change(
        { state: 'draft' },
        by,
        `${by.name} took it back to the draft${reason.trim() ? `: ${reason.trim()}` : ''}`,
      );
    });
  }

  /** A reviewer agrees. @throws NotAllowedError for anybody else */
  async signOff(id: number, note: string, by: Actor): Promise<void> {
    const { holder, teller } = this.#options;
    await holder.hold(id, async ({ tx, record, now, change }) => {
      const reviewers = await readReviewers(tx, id);
      const mine = reviewers.find(({ person }) => person.ref === by.ref);
      if (!mine) {
        throw new NotAllowedError(
          `Only reviewers sign off, and you are not one of ${postmortemName(id)}; ask its writer to name you`,
        );
      }
      if (mine.signedOffAt !== null) return;
      mustMove(record, 'sign-off');
      const words = note.replaceAll('\u0000', '').trim();
      await writeSignOff(tx, id, mine.person.ref, now, words);
      const next = await change(
        {},
        by,
        `${by.name} signed off${words ? `: ${words}` : ''}`,
      );
      const left = reviewers.filter(
        ({ person, signedOffAt }) =>
          signedOffAt === null && person.ref !== by.ref,
      );
      if (left.length > 0) return;
      await teller.tellWriter(tx, next, by, {
        what: 'is reviewed',
        text: 'Every reviewer has signed off; it can be published.',
        toEdit: true,
      });
    });
  }

  async #reviewers(
    id: number,
    refs: readonly string[],
  ): Promise<readonly NamedRef[]> {
    const { database, directory } = this.#options;
    const { writer } = await getPostmortem(database.knex, id);
    const before = await readReviewers(database.knex, id);
    // Who has agreed and left since has agreed all the same.
    const agreed = before.filter(({ signedOffAt }) => signedOffAt !== null);
    const kept = (ref: string) =>
      agreed.find(({ person }) => person.ref === ref)?.person;
    const fields = refs.map((ref, index) => ({
      field: `body.reviewers[${index}]`,
      ref,
      kinds: ['user' as const],
    }));
    const faults = [
      ...(await faultsOfPeople(
        directory,
        fields.filter(({ ref }) => !kept(ref)),
      )),
      ...fields
        .filter(({ ref }) => ref === writer?.ref)
        .map(
          ({ field }) =>
            `${field} is ${writer?.name}, who writes it; ask somebody else`,
        ),
    ];
    if (faults.length > 0) throw new InputError(faults.join('; '));
    const named = await directory.named(refs);
    return named.map(person => kept(person.ref) ?? person);
  }
}
