import { Caller, NamedRef } from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../../directory/service';
import { Incidents } from '../../incidents/service';
import { Database, iso, isoOrNull } from '../../platform/database';
import { personIn, postmortemName, PostmortemRecord } from '../model';
import {
  DocumentReader,
  FactorReader,
  FollowUpReader,
  PostmortemGate,
} from '../ports';
import { toHtmlPage } from './htmlPage';
import { imagesIn, toMarkdown, withImages } from './markdown';
import { redacted } from './redact';
import { Exported, SharedImage, SharedPostmortem } from './shared';

/** A document that leaves the portal carries so many bytes of images; of others it has the names. */
const mostEmbeddedBytes = 20 * 1024 * 1024;

/** What exports are read from. */
export interface ExporterOptions {
  readonly database: Database;
  readonly incidents: Pick<Incidents, 'nameOf'>;
  readonly directory: Pick<Directory, 'named'>;
  readonly gate: Pick<PostmortemGate, 'people' | 'reviewers'>;
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
    const shared = await this.gather(record, caller, redact);
    if (format === 'json') {
      return {
        fileName: `${shared.name}.json`,
        mediaType: 'application/json',
        text: `${JSON.stringify(shared, null, 2)}\n`,
      };
    }
    // What pictures show cannot be redacted here, so they stay behind.
    const images = redact
      ? []
      : await this.imagesOf(record, shared, mostEmbeddedBytes);
    const addresses = new Map(
      images.map(image => [image.id, dataAddress(image)]),
    );
    switch (format) {
      case 'html':
        return {
          fileName: `${shared.name}.html`,
          mediaType: 'text/html',
          text: toHtmlPage(shared, {
            imageOf: id => addresses.get(id),
            portalUrl: this.#options.appBaseUrl,
          }),
        };
      default:
        return {
          fileName: `${shared.name}.md`,
          mediaType: 'text/markdown',
          text: withImages(toMarkdown(shared), addresses),
        };
    }
  }

  /** The images that its texts show; those that come first, when not all fit into `mostBytes`. */
  async imagesOf(
    { id }: PostmortemRecord,
    { sections }: SharedPostmortem,
    mostBytes?: number,
  ): Promise<readonly SharedImage[]> {
    const { database, document } = this.#options;
    const ids = new Set(sections.flatMap(({ body }) => imagesIn(body)));
    return document.images(database.knex, id, ids, mostBytes);
  }

  /** All of one, but its images. */
  async gather(
    record: PostmortemRecord,
    caller: Caller,
    redact = false,
  ): Promise<SharedPostmortem> {
    const { database, document, factors, followUps, gate, incidents } =
      this.#options;
    const { knex } = database;
    const { id } = record;
    const people = await gate.people(knex, id);
    const reviewers = await gate.reviewers(knex, id);
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
      reviewers: reviewers.map(({ person, signedOffAt, note }) => ({
        name: person.name,
        signedOffAt,
        note,
      })),
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
      factors: tree.map(({ id: nodeId, parentId, text, factor }) => ({
        id: nodeId,
        parentId,
        text,
        factor: factor?.name ?? null,
      })),
      factorNames: [
        ...new Set(tree.flatMap(({ factor }) => (factor ? [factor.name] : []))),
      ],
      followUps: todo.map(followUp => ({
        name: followUp.name,
        title: followUp.title,
        description: followUp.description,
        state: followUp.state,
        priority: followUp.priority,
        kind: followUp.kind,
        dueOn: followUp.dueOn,
        owner: followUp.owner?.name ?? null,
        factor: followUp.factor?.name ?? null,
        ticket: followUp.ticket,
        verifiedAt: followUp.verifiedAt,
        proof: followUp.proof,
      })),
    };
    if (!redact) return shared;
    const others: NamedRef[] = [
      // What is hidden or merged may have given its words to another.
      ...(await document.peopleInEntries(knex, id)),
      ...todo.flatMap(({ owner, doneBy, verifiedBy }) => [
        ...(owner ? [owner] : []),
        ...personIn(doneBy),
        ...personIn(verifiedBy),
      ]),
    ];
    return redacted(shared, {
      writer: record.writer,
      participants: people.participants,
      reviewers: people.reviewers,
      others,
    });
  }
}

const dataAddress = ({ mediaType, data }: SharedImage) =>
  `data:${mediaType};base64,${data.toString('base64')}`;
