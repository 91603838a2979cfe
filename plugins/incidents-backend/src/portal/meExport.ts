import {
  MeExport,
  MyContacts,
  NamedRef,
} from '@muster/backstage-plugin-incidents-common';
import { AuditBook } from '../platform/Audit';
import { Clock } from '../platform/clock';
import { iso } from '../platform/database';

/** Pages are read so many at a time. */
const pagesAtOnce = 200;

/** The rooms that keep something about a person. */
export interface RoomsOfPerson {
  readonly clock: Clock;
  readonly paging: {
    readonly contacts: { view(personRef: string): Promise<MyContacts> };
    readonly ledger: {
      pagesOf(
        person: NamedRef,
        page: { readonly limit: number; readonly cursor?: string },
      ): Promise<{ items: MeExport['pages']; nextCursor: string | null }>;
    };
  };
  readonly onCall: {
    readonly records: { of(personRef: string): Promise<MeExport['onCall']> };
  };
  readonly audit: Pick<AuditBook, 'by'>;
}

/** Gathers what is kept about a person, for that person. */
export async function exportOf(
  person: NamedRef,
  { clock, paging, onCall, audit }: RoomsOfPerson,
): Promise<MeExport> {
  const { methods, rules } = await paging.contacts.view(person.ref);
  const pages: MeExport['pages'] = [];
  let cursor: string | undefined;
  do {
    const page = { limit: pagesAtOnce, ...(cursor && { cursor }) };
    const { items, nextCursor } = await paging.ledger.pagesOf(person, page);
    pages.push(...items);
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
  const changes = await audit.by(person.ref);
  return {
    person,
    at: iso(clock.now()),
    contacts: {
      methods: methods.map(
        ({ trouble: _trouble, wakes: _wakes, title: _title, ...kept }) => kept,
      ),
      rules,
    },
    pages,
    onCall: await onCall.records.of(person.ref),
    changes: changes.map(({ actor: _actor, ...change }) => change),
  };
}
