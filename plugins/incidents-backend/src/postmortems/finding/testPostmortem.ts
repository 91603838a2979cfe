// For tests only: nothing that ships imports this file.
import { Database } from '../../platform/database';
import { PostmortemRecord } from '../model';
import { insertPostmortem } from '../store';
import { PostmortemWords } from './PostmortemWords';

const at = new Date('2026-03-02T10:00:00Z');

const plain: Omit<PostmortemRecord, 'id'> = {
  incidentId: null,
  title: 'Checkout was slow',
  state: 'published',
  required: true,
  severity: 'SEV2',
  entity: { ref: 'component:default/checkout', name: 'checkout' },
  owner: { ref: 'group:default/payments', name: 'Payments' },
  systemRef: 'system:default/shop',
  writer: null,
  occurredAt: at,
  endedAt: null,
  openedAt: at,
  dueAt: null,
  publishedAt: at,
  amendedAt: null,
  waived: null,
  worthReading: null,
  template: null,
  figures: [],
  dismissed: [],
  restricted: false,
  summary: '',
  importHash: null,
  version: 1,
  updatedAt: at,
  noticeAt: null,
  notices: 0,
};

/** What of a postmortem differs from a plain published one of checkout. */
export type TestPostmortem = Partial<Omit<PostmortemRecord, 'id'>> & {
  /** Who is in which part: `[['reviewer', 'user:default/carla']]`. */
  readonly people?: readonly (readonly [part: string, ref: string])[];
  readonly sections?: Readonly<Record<string, string>>;
  /** Names of contributing factors. */
  readonly factors?: readonly string[];
};

/** Puts one into the tables and the index. @returns its number */
export async function addPostmortem(
  database: Database,
  { people = [], sections = {}, factors = [], ...fields }: TestPostmortem = {},
): Promise<number> {
  return database.transaction(async tx => {
    const { id } = await insertPostmortem(tx, { ...plain, ...fields });
    for (const [position, [part, ref]] of people.entries()) {
      await tx('postmortem_people').insert({
        postmortem_id: id,
        part,
        ref,
        name: ref,
        position,
      });
    }
    for (const [position, [key, body]] of Object.entries(sections).entries()) {
      await tx('postmortem_sections').insert({
        postmortem_id: id,
        key,
        position,
        title: key,
        help: '',
        kind: 'text',
        required: false,
        body,
        version: 1,
        updated_at: at,
        updated_by: '{}',
      });
    }
    for (const [position, name] of factors.entries()) {
      const factor = { id: name, name, key: name.toLowerCase() };
      await tx('factors').insert(factor).onConflict('id').ignore();
      await tx('postmortem_factors').insert({
        id: `${id}:${position}`,
        postmortem_id: id,
        parent_id: null,
        position,
        text: `Because of ${name}`,
        factor_id: factor.id,
      });
    }
    await new PostmortemWords(database).changed(tx, id);
    return id;
  });
}
