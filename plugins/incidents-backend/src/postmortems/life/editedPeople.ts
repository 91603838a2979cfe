import { Caller, NamedRef } from '@muster/backstage-plugin-incidents-common';
import {
  Directory,
  faultsOfPeople,
  PeopleField,
} from '../../directory/service';
import { PostmortemRecord } from '../model';
import { PostmortemPeople } from '../ports';
import type { EditedFields } from './Edits';

/** The people that an edit names; undefined where it says nothing of them. */
export interface EditedPeople {
  readonly writer: NamedRef | null | undefined;
  readonly participants: readonly NamedRef[] | undefined;
  readonly readers: readonly NamedRef[] | undefined;
}

type Edited = Pick<EditedFields, 'writerRef' | 'participants' | 'restrictedTo'>;

/** What is wrong with the people of an edit. Who is in it already may have left the catalog since. */
export async function faultsOfEdited(
  directory: Directory,
  edit: Edited,
  { writer }: Pick<PostmortemRecord, 'writer'>,
  before: PostmortemPeople,
): Promise<string[]> {
  const list = (
    name: 'participants' | 'restrictedTo',
    known: readonly NamedRef[],
    kinds: PeopleField['kinds'],
  ): PeopleField[] =>
    (edit[name] ?? []).flatMap((ref, index) =>
      known.some(one => one.ref === ref)
        ? []
        : { field: `body.${name}[${index}]`, ref, kinds },
    );
  return faultsOfPeople(directory, [
    ...(edit.writerRef && edit.writerRef !== writer?.ref
      ? [
          {
            field: 'body.writerRef',
            ref: edit.writerRef,
            kinds: ['user' as const],
          },
        ]
      : []),
    ...list('participants', before.participants, ['user']),
    ...list('restrictedTo', before.readers, ['group', 'user']),
  ]);
}

/** Nobody shuts themselves out by mistake. */
export function faultsOfReaders(
  { restrictedTo, writerRef, participants }: Edited,
  record: Pick<PostmortemRecord, 'writer'>,
  before: PostmortemPeople,
  caller: Caller,
): string[] {
  if (!restrictedTo?.length || caller.kind !== 'person' || caller.isAdmin) {
    return [];
  }
  const stays = [
    writerRef === undefined ? record.writer?.ref : writerRef,
    ...(participants ?? before.participants.map(({ ref }) => ref)),
    ...before.reviewers.map(({ ref }) => ref),
  ].includes(caller.ref);
  return stays || restrictedTo.some(ref => caller.ownership.includes(ref))
    ? []
    : [
        `body.restrictedTo leaves you out; add ${caller.ref}, or a group that you are in`,
      ];
}

/** The people of an edit, by the names that they had where they are in it already. */
export async function namedEdited(
  directory: Pick<Directory, 'named'>,
  edit: Edited,
  { writer }: Pick<PostmortemRecord, 'writer'>,
  before: PostmortemPeople,
): Promise<EditedPeople> {
  const named = async (
    refs: readonly string[] | undefined,
    known: readonly NamedRef[],
  ) =>
    refs &&
    (await directory.named([...new Set(refs)])).map(
      one => known.find(({ ref }) => ref === one.ref) ?? one,
    );
  const [asWriter] =
    (await named(
      edit.writerRef ? [edit.writerRef] : undefined,
      writer ? [writer] : [],
    )) ?? [];
  return {
    writer: edit.writerRef === null ? null : asWriter,
    participants: await named(edit.participants, before.participants),
    readers: await named(edit.restrictedTo, before.readers),
  };
}
