import { Caller, NamedRef } from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../../directory/service';
import { Incidents } from '../../incidents/service';
import { Database, iso, isoOrNull } from '../../platform/database';
import { postmortemName, PostmortemRecord } from '../model';
import {
  DocumentReader,
  FactorReader,
  FollowUpReader,
  PostmortemGate,
} from '../ports';
import { toHtmlPage } from './htmlPage';
import { toMarkdown } from './markdown';
import { redacted } from './redact';
import { Exported, SharedImage, SharedPostmortem } from './shared';

/** What exports are read from. */
export interface ExporterOptions {
  readonly database: Database;
  readonly incidents: Pick<Incidents, 'nameOf'>;
  readonly directory: Pick<Directory, 'named'>;
  readonly gate: Pick<PostmortemGate, 'people'>;
  readonly document: DocumentReader;
  readonly factors: FactorReader;
  readonly followUps: Pick<FollowUpReader, 'of'>;
  /** The portal's address, without a slash at the end; paths of the portal in a text begin there. */
  readonly appBaseUrl: string;
}

/** Gathers postmortems, and writes them as documents that leave the portal. */
export class Exporter {
  readonly #options: ExporterOptions;

  constructor(options: ExporterOptions) {
    this.#options = options;
  }

  /** One as a document. That the caller may read it was asked before. */
  async export(
    record: PostmortemRecord,
    caller: Caller,
    {
      format,
      redact,
    }: { format: 'markdown' | 'html' | 'json'; redact: boolean },
  ): Promise<Exported> {
    const { shared, images } = await this.gather(record, caller, redact);
    const dataOf = (id: string) => {
      const image = images.find(one => one.id === id);
      return image && dataAddress(image);
    };
    switch (format) {
      case 'json':
        return {
          fileName: `${shared.name}.json`,
          mediaType: 'application/json',
          text: `${JSON.stringify(shared, null, 2)}\n`,
        };
      case 'html':
        return {
          fileName: `${shared.name}.html`,
          mediaType: 'text/html',
          text: toHtmlPage(shared, {
            imageOf: dataOf,
            portalUrl: this.#options.appBaseUrl,
          }),
        };
      default:
        return {
          fileName: `${shared.name}.md`,
          mediaType: 'text/markdown',
          text: toMarkdown(shared, id => dataOf(id) ?? `muster-image:${id}`),
        };
    }
  }

  /** All of one, with its images. */
  async gather(
    record: PostmortemRecord,
    caller: Caller,
    redact = false,
  ): Promise<{ shared: SharedPostmortem; images: readonly SharedImage[] }> {
    const { database, document, factors, followUps, gate, incidents } =
      this.#options;
    const { knex } = database;
    const { id } = record;
    const people = await gate.people(knex, id);
    const tree = await factors.tree(knex, id);
    const entries = await document.entries(knex, id);
    const todo = await followUps.of(knex, id, caller);
    const shared: SharedPostmortem = {
      name: postmortemName(id),
      title: record.title,
      state: record.state,
      severity: record.severity,
      service: record.entity,
      team: record.owner,
      incident:
        record.incidentId === null ? null : incidents.nameOf(record.incidentId),
      occurredAt: iso(record.occurredAt),
      endedAt: isoOrNull(record.endedAt),
      publishedAt: isoOrNull(record.publishedAt),
      amendedAt: isoOrNull(record.amendedAt),
      writer: record.writer?.name ?? null,
      participants: people.participants.map(({ name }) => name),
      reviewers: people.reviewers.map(({ name }) => name),
      sections: (await document.sections(knex, id)).map(
        ({ key, title, kind, body }) => ({ key, title, kind, body }),
      ),
      measured: (await document.measured(record)).map(({ label, text }) => ({
        label,
        text,
      })),
      figures: record.figures,
      timeline: entries.map(({ at, text, actor, starred, moment }) => ({
        at,
        text,
        by: actor.name,
        starred,
        moment,
      })),
      factors: tree.map(({ id: nodeId, parentId, text }) => ({
        id: nodeId,
        parentId,
        text,
      })),
      factorNames: [
        ...new Set(tree.flatMap(({ factor }) => (factor ? [factor.name] : []))),
      ],
      followUps: todo.map(({ name, title, state, priority, dueOn, owner }) => ({
        name,
        title,
        state,
        priority,
        dueOn,
        owner: owner?.name ?? null,
      })),
    };
    const images = await document.images(knex, id);
    if (!redact) return { shared, images };
    const others: NamedRef[] = [
      ...entries.flatMap(({ actor, addedBy }) => [
        ...(actor.kind === 'person' && actor.ref !== null
          ? [{ ref: actor.ref, name: actor.name }]
          : []),
        ...(addedBy ? [addedBy] : []),
      ]),
      ...todo.flatMap(({ owner }) => (owner ? [owner] : [])),
    ];
    return {
      shared: redacted(shared, {
        writer: record.writer,
        participants: people.participants,
        reviewers: people.reviewers,
        others,
      }),
      // What pictures show cannot be read here, so they stay behind.
      images: [],
    };
  }
}

const dataAddress = ({ mediaType, data }: SharedImage) =>
  `data:${mediaType};base64,${data.toString('base64')}`;
