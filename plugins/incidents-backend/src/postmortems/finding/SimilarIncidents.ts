import { SimilarIncident } from '@muster/backstage-plugin-incidents-common';
import { Knex } from 'knex';
import { IncidentRecord, whereAllowed } from '../../incidents/service';
import { postmortemName } from '../model';
import { PostmortemRow } from '../store';
import { Reader } from './Reach';
import { mostAlike, tellingWords } from './similarity';
import { FindingOptions } from './options';

const mostShown = 5;
/** So many of each kind of candidates are compared. */
const mostCompared = 100;
/** Of those that share a word, the newest so many are ranked. */
const mostRanked = 1_000;
/** Looked back for words, in incidents: a common word costs no more in an old portal than in a young one. */
const lookBack = 100_000;

interface Candidate {
  readonly id: number;
  readonly title: string;
  readonly description: string;
  readonly entityRef: string;
}

/** Past incidents that are like one. */
export class SimilarIncidents {
  readonly #options: Pick<
    FindingOptions,
    'database' | 'fullText' | 'incidents' | 'access' | 'reach'
  >;

  constructor(
    options: Pick<
      FindingOptions,
      'database' | 'fullText' | 'incidents' | 'access' | 'reach'
    >,
  ) {
    this.#options = options;
  }

  /** Resolved ones that the reader may read, most alike first; at most 5. */
  async of(
    present: IncidentRecord,
    reader: Reader,
  ): Promise<SimilarIncident[]> {
    const { access, incidents } = this.#options;
    const criteria = await access.readable(reader.credentials);
    if (criteria === 'none') return [];
    const narrowed = (query: Knex.QueryBuilder) =>
      criteria ? whereAllowed(query, criteria) : query;
    const compared = { ...present, entityRef: present.entity.ref };
    const candidates = new Map<number, Candidate>();
    for (const some of [
      await this.#ofSameEntity(present, narrowed),
      await this.#withSameWords(present, narrowed),
    ]) {
      for (const candidate of some) candidates.set(candidate.id, candidate);
    }
    const alike = mostAlike(compared, [...candidates.values()], mostShown);
    const postmortems = await this.#postmortemsOf(
      alike.map(({ incident }) => incident.id),
      reader,
    );
    const shown = await Promise.all(
      alike.map(async ({ incident: { id }, because }) => {
        const record = await incidents.find(id);
        return record ? [this.#view(record, because, postmortems.get(id))] : [];
      }),
    );
    return shown.flat();
  }

  #resolved(id: number): Knex.QueryBuilder {
    return this.#options.database
      .knex('incidents')
      .where('incidents.status', 'resolved')
      .whereNot('incidents.id', id)
      .select(
        'incidents.id',
        'incidents.title',
        'incidents.description',
        'incidents.entity_ref as entityRef',
      )
      .orderBy('incidents.id', 'desc');
  }

  #ofSameEntity(
    { id, entity }: IncidentRecord,
    narrowed: (query: Knex.QueryBuilder) => Knex.QueryBuilder,
  ): Promise<Candidate[]> {
    return narrowed(
      this.#resolved(id).where('incidents.entity_ref', entity.ref),
    ).limit(mostCompared);
  }

  async #withSameWords(
    present: IncidentRecord,
    narrowed: (query: Knex.QueryBuilder) => Knex.QueryBuilder,
  ): Promise<Candidate[]> {
    const { database, fullText } = this.#options;
    const looking = fullText.lookForAny('incident', tellingWords(present));
    if (!looking) return [];
    const query = narrowed(
      this.#resolved(present.id).where(
        'incidents.id',
        '>',
        present.id - lookBack,
      ),
    );
    looking.narrow(query, 'incidents.id');
    query.select(looking.matched('incidents.id')).limit(mostRanked);
    return database.knex
      .select<Candidate[]>('id', 'title', 'description', 'entityRef')
      .from(query.as('sharing_words'))
      .orderByRaw('? desc, id desc', [looking.score])
      .limit(mostCompared);
  }

  async #postmortemsOf(
    incidentIds: readonly number[],
    reader: Reader,
  ): Promise<ReadonlyMap<number, PostmortemRow>> {
    const { database, reach } = this.#options;
    const readable = await reach.of(reader);
    if (!readable) return new Map();
    const rows: PostmortemRow[] = await readable(database.knex)
      .whereIn('postmortems.incident_id', [...incidentIds])
      .select('postmortems.*');
    return new Map(
      rows.flatMap(row =>
        row.incident_id === null ? [] : [[row.incident_id, row]],
      ),
    );
  }

  #view(
    record: IncidentRecord,
    because: string,
    postmortem: PostmortemRow | undefined,
  ): SimilarIncident {
    const { id, title, entity, severity, openedAt, resolvedAt } = record;
    return {
      id,
      name: this.#options.incidents.nameOf(id),
      title,
      entity,
      severity,
      openedAt: openedAt.toISOString(),
      durationSeconds: resolvedAt
        ? Math.round((resolvedAt.getTime() - openedAt.getTime()) / 1000)
        : null,
      because,
      postmortem: postmortem
        ? {
            id: postmortem.id,
            name: postmortemName(postmortem.id),
            summary: postmortem.summary,
          }
        : null,
    };
  }
}
