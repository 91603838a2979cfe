import { ConflictError, InputError } from '@backstage/errors';
import {
  Actor,
  Caller,
  contract,
} from '@muster/backstage-plugin-incidents-common';
import { z } from 'zod';
import { Directory } from '../../directory/service';
import { Clock } from '../../platform/clock';
import { Database } from '../../platform/database';
import { isEditable, postmortemName, PostmortemRecord } from '../model';
import { getPostmortem, mustBeVersion } from '../store';
import { changesInWords } from './changesInWords';
import { faultsOfEdited, faultsOfReaders, namedEdited } from './editedPeople';
import { Holder } from './Holder';
import { readPeople, replacePart } from './peopleStore';
import { Teller } from './Teller';
import { dayInWords, listed } from './words';

/** What may be changed of a postmortem as a whole, and the version that was seen. */
export type EditedFields = z.output<typeof contract.postmortems.edit.body>;

/** Edited fields: its title, who sees to it, until when, figures, who took part, who may read it. */
export class Edits {
  readonly #options: {
    database: Database;
    clock: Clock;
    directory: Directory;
    holder: Holder;
    teller: Teller;
  };

  constructor(options: {
    database: Database;
    clock: Clock;
    directory: Directory;
    holder: Holder;
    teller: Teller;
  }) {
    this.#options = options;
  }

  /**
   * @throws InputError naming every field that is wrong; ConflictError when it was changed since, or must be opened
   * for amendment first
   */
  async edit(
    id: number,
    edit: EditedFields,
    by: Actor,
    caller: Caller,
  ): Promise<void> {
    const { clock, database, directory, holder, teller } = this.#options;
    const seen = await getPostmortem(database.knex, id);
    const seenPeople = await readPeople(database.knex, id);
    const faults = [
      ...(await faultsOfEdited(directory, edit, seen, seenPeople)),
      ...faultsOfDue(edit, seen, clock.now()),
      ...faultsOfReaders(edit, seen, seenPeople, caller),
    ];
    if (faults.length > 0) throw new InputError(faults.join('; '));
    const people = await namedEdited(directory, edit, seen, seenPeople);
    await holder.hold(id, async ({ tx, record, change }) => {
      mustBeVersion(record, edit.version);
      mustBeOpen(record, edit);
      const { writer, participants, readers } = people;
      const fields = {
        title: edit.title ?? record.title,
        writer: writer === undefined ? record.writer : writer,
        dueAt: dueOf(edit) ?? (edit.dueAt === null ? null : record.dueAt),
        figures: edit.figures ?? record.figures,
        dismissed: edit.dismissed ?? record.dismissed,
        restricted: readers ? readers.length > 0 : record.restricted,
      };
      const what = changesInWords(record, fields, seenPeople, people);
      if (what.length === 0) return;
      if (participants) await replacePart(tx, id, 'participant', participants);
      if (readers) await replacePart(tx, id, 'reader', readers);
      const next = await change(fields, by, `${by.name} ${listed(what)}`);
      if (!next.writer || next.writer.ref === record.writer?.ref) return;
      await teller.tellWriter(tx, next, by, {
        what: 'is yours to write',
        text: `${by.name} asks you to see to its being written${next.dueAt ? `, by ${dayInWords(next.dueAt)}` : ''}.`,
        toEdit: true,
      });
    });
  }
}

const dueOf = ({ dueAt }: EditedFields): Date | undefined =>
  dueAt ? new Date(dueAt) : undefined;

function faultsOfDue(
  edit: EditedFields,
  { required, dueAt }: PostmortemRecord,
  now: Date,
): string[] {
  if (edit.dueAt === null && required) {
    return [
      'body.dueAt is null, and a required postmortem is due some day; choose one, or waive it',
    ];
  }
  const due = dueOf(edit);
  return due && due <= now && due.getTime() !== dueAt?.getTime()
    ? [`body.dueAt is over; it must lie after ${now.toISOString()}`]
    : [];
}

/** Who may read it can be chosen at any time; the rest only while it is open for changes. @throws ConflictError */
function mustBeOpen(
  record: PostmortemRecord,
  { version: _seen, restrictedTo: _readers, ...rest }: EditedFields,
): void {
  const fields = Object.values(rest).filter(value => value !== undefined);
  if (fields.length === 0 || isEditable(record)) return;
  throw new ConflictError(
    record.state === 'waived'
      ? `${postmortemName(record.id)} was waived; have it written after all first`
      : `${postmortemName(record.id)} is published; press Amend to change it`,
  );
}
