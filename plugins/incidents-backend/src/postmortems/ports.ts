import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  Actor,
  Caller,
  Density,
  FactorNode,
  FollowUp,
  KeyMoment,
  MeasuredFigure,
  NamedRef,
  Postmortem,
  PostmortemDetail,
  PostmortemEntry,
  PostmortemRule,
  PostmortemSection,
  Reviewer,
  Severity,
} from '@muster/backstage-plugin-incidents-common';
import { Knex } from 'knex';
import { IncidentRecord } from '../incidents/service';
import { Queryable, Tx } from '../platform/database';
import { GuardedSubject, IncidentLike } from '../platform/serving';
import { PostmortemRecord } from './model';

// What the parts of this room ask of each other. Each part has a folder: life, document, factors, followUps, finding, sharing.

// —— life ——————————————————————————————————————————————————————————————————

/** Who is in a postmortem, besides its writer. */
export interface PostmortemPeople {
  readonly participants: readonly NamedRef[];
  readonly reviewers: readonly NamedRef[];
  /** Groups and people who may read it when it is restricted. */
  readonly readers: readonly NamedRef[];
}

/** Who may read and write postmortems: drafts for their people and team, restricted ones for the named. */
export interface PostmortemGate {
  /**
   * One that the caller may read, by the floor. Whether Backstage's policy lets them read an incident like it is the
   * server's to ask (`subject`).
   *
   * @throws NotFoundError for one that they may not: drafts of others are not told of
   */
  read(id: number, caller: Caller): Promise<PostmortemRecord>;
  /** Whether the caller may read one that is at hand, by the floor. */
  mayRead(record: PostmortemRecord, caller: Caller): Promise<boolean>;
  /** As the floor and Backstage's rules look at it. */
  subject(record: PostmortemRecord): Promise<PostmortemSubject>;
  /** Whether the caller may edit it, by the floor. */
  mayWrite(record: PostmortemRecord, caller: Caller): Promise<boolean>;
  /** Narrows a query over `postmortems` (by that name) to what the caller may read, by the floor. */
  whereReadable(query: Knex.QueryBuilder, caller: Caller): void;
  people(db: Queryable, id: number): Promise<PostmortemPeople>;
  /** Its reviewers, with what they have said. */
  reviewers(db: Queryable, id: number): Promise<readonly Reviewer[]>;
}

/** What `EndpointServer` is given of a postmortem. */
export interface PostmortemSubject extends GuardedSubject {
  /** For policies about incidents: what it has of one. */
  readonly like: IncidentLike;
}

/** Postmortems as the API shows them. */
export interface PostmortemViews {
  /** As lists show them, in the order of `records`; whether the caller may read each was asked before. */
  list(records: readonly PostmortemRecord[]): Promise<Postmortem[]>;
  /** One as a whole, with what the caller may do with it, by the floor and the portal's policy. */
  detail(
    record: PostmortemRecord,
    caller: Caller,
    credentials: BackstageCredentials,
  ): Promise<PostmortemDetail>;
}

/** Adds an imported or begun postmortem to the books, with `tx`. */
export interface PostmortemOpening {
  /** With its people, its event, and the full text. */
  insert(
    tx: Tx,
    record: Omit<PostmortemRecord, 'id'>,
    people: PostmortemPeople,
    by: Actor,
    text: string,
  ): Promise<PostmortemRecord>;
}

// —— document ——————————————————————————————————————————————————————————————

/** How a draft begins. */
export interface Drafter {
  /** Reads what was recorded of an incident, outside of any transaction; `apply` writes the draft's parts, with `tx`. */
  plan(
    incident: IncidentRecord,
    templateId?: string,
  ): Promise<{
    readonly template: { readonly id: string; readonly name: string };
    readonly participants: readonly NamedRef[];
    /** When it began, by what was recorded. */
    readonly occurredAt: Date;
    apply(tx: Tx, record: PostmortemRecord): Promise<void>;
  }>;
  /** Writes sections that are there already, such as those of an import. */
  write(
    tx: Tx,
    record: PostmortemRecord,
    sections: readonly {
      readonly key: string;
      readonly title: string;
      readonly body: string;
    }[],
    by: Actor,
  ): Promise<void>;
}

/** Reads the document. */
export interface DocumentReader {
  sections(db: Queryable, id: number): Promise<readonly PostmortemSection[]>;
  /** Not hidden, not merged; oldest first. */
  entries(db: Queryable, id: number): Promise<readonly PostmortemEntry[]>;
  /** Who has a part in any entry, also in those that are hidden or merged. */
  peopleInEntries(db: Queryable, id: number): Promise<readonly NamedRef[]>;
  moments(
    db: Queryable,
    id: number,
  ): Promise<Readonly<Partial<Record<KeyMoment, string>>>>;
  measured(record: PostmortemRecord): Promise<readonly MeasuredFigure[]>;
  density(record: PostmortemRecord): Promise<Density | null>;
  /** Of the named images those that are there, in the order in which they came, until they are `mostBytes` together. */
  images(
    db: Queryable,
    id: number,
    ids: ReadonlySet<string>,
    mostBytes?: number,
  ): Promise<
    readonly {
      readonly id: string;
      readonly mediaType: string;
      readonly data: Buffer;
    }[]
  >;
}

// —— factors, follow-ups ————————————————————————————————————————————————————

/** Reads the trees of factors. */
export interface FactorReader {
  tree(db: Queryable, id: number): Promise<readonly FactorNode[]>;
  /** Named factors of each postmortem, for lists. */
  namesOf(
    db: Queryable,
    ids: readonly number[],
  ): Promise<
    ReadonlyMap<
      number,
      readonly { readonly id: string; readonly name: string }[]
    >
  >;
  /** Adds first answers by their names, such as those of an import. */
  add(tx: Tx, id: number, names: readonly string[]): Promise<void>;
}

/** Reads follow-ups. */
export interface FollowUpReader {
  of(db: Queryable, id: number, caller: Caller): Promise<readonly FollowUp[]>;
  countsOf(
    db: Queryable,
    ids: readonly number[],
  ): Promise<
    ReadonlyMap<
      number,
      {
        readonly open: number;
        readonly done: number;
        readonly verified: number;
      }
    >
  >;
  /**
   * Not verified, of an entity, nearest due first; and how many there are.
   *
   * @param readable - a query over the postmortems that the caller may read
   */
  openOf(
    db: Queryable,
    entityRef: string,
    caller: Caller,
    readable: Knex.QueryBuilder,
  ): Promise<{ readonly items: readonly FollowUp[]; readonly count: number }>;
  /** Adds some, such as those of an import; that its words changed is the caller’s to tell the index. */
  add(
    tx: Tx,
    record: PostmortemRecord,
    items: readonly { readonly title: string; readonly done: boolean }[],
    by: Actor,
  ): Promise<void>;
}

// —— finding, sharing ——————————————————————————————————————————————————————

/** Keeps the full text true. */
export interface PostmortemIndex {
  /** Something of it was changed, with the `tx` that changes it: its words and its summary are taken anew. */
  changed(tx: Tx, id: number): Promise<void>;
}

/** What follows from publishing, outside of this database. */
export interface PostmortemFollower {
  /** Called with the `tx` that publishes, amends or takes away; wakes the work. */
  published(tx: Tx, record: PostmortemRecord): Promise<void>;
}

/** What the rules say of an incident. */
export interface PostmortemRuling {
  readonly rule: PostmortemRule;
  readonly dueDays: number;
  /** Half a sentence: `SEV1 and SEV2 need one`. */
  readonly because: string;
}

/** What a rule looks at. */
export interface RuledIncident {
  readonly severity: Severity;
  readonly tier: number | null;
  /** Its entity, and what that is part of: its system, their domains. */
  readonly places: readonly string[];
  /** What `incidents/postmortem` of its entity says. */
  readonly annotation: PostmortemRule | null;
}
