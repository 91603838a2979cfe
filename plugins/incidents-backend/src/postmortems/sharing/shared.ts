import {
  FactorNode,
  FollowUp,
  GivenFigure,
  KeyMoment,
  MeasuredFigure,
  NamedRef,
  PostmortemSection,
  PostmortemState,
  Severity,
} from '@muster/backstage-plugin-incidents-common';

/** An image that the text shows. */
export interface SharedImage {
  readonly id: string;
  readonly mediaType: string;
  readonly data: Buffer;
}

/** A line of its timeline. */
export interface SharedEntry {
  readonly at: string;
  readonly text: string;
  readonly by: string;
  readonly starred: boolean;
  readonly moment: KeyMoment | null;
}

/** What must be done. */
export interface SharedFollowUp extends Pick<
  FollowUp,
  'name' | 'title' | 'description' | 'state' | 'priority' | 'kind' | 'dueOn'
> {
  readonly owner: string | null;
  /** The factor that it is against. */
  readonly factor: string | null;
  readonly ticket: {
    readonly system: string;
    readonly key: string;
    /** Null where it would tell a name that is left out. */
    readonly url: string | null;
  } | null;
  readonly verifiedAt: string | null;
  /** What shows that it helps. */
  readonly proof: FollowUp['proof'];
}

/** Who was asked to review it, and what they said. */
export interface SharedReviewer {
  readonly name: string;
  readonly signedOffAt: string | null;
  readonly note: string;
}

/** An answer to why it happened. */
export interface SharedFactor extends Pick<
  FactorNode,
  'id' | 'parentId' | 'text'
> {
  /** The name by which other postmortems know it. */
  readonly factor: string | null;
}

/** A postmortem as it leaves the portal: all that a reader of it sees, in one value. Instants are UTC ISO-8601. */
export interface SharedPostmortem {
  readonly name: string;
  readonly title: string;
  readonly state: PostmortemState;
  readonly severity: Severity;
  readonly service: NamedRef;
  readonly team: NamedRef | null;
  /** `INC-7`. */
  readonly incident: string | null;
  readonly occurredAt: string;
  readonly endedAt: string | null;
  readonly publishedAt: string | null;
  readonly amendedAt: string | null;
  readonly writer: string | null;
  readonly participants: readonly string[];
  readonly reviewers: readonly SharedReviewer[];
  readonly sections: readonly Pick<
    PostmortemSection,
    'key' | 'title' | 'kind' | 'body'
  >[];
  readonly measured: readonly Pick<MeasuredFigure, 'label' | 'text'>[];
  readonly figures: readonly GivenFigure[];
  readonly timeline: readonly SharedEntry[];
  /** As a tree, parents before their children. */
  readonly factors: readonly SharedFactor[];
  /** Of contributing factors, those known by a name. */
  readonly factorNames: readonly string[];
  readonly followUps: readonly SharedFollowUp[];
}

/** How a postmortem is exported. */
export interface Exported {
  readonly fileName: string;
  readonly mediaType: string;
  readonly text: string;
}
