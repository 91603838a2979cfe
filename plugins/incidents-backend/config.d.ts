export interface Config {
  /** Muster: incident response native to Backstage. */
  incidents?: {
    /**
     * Who is paged when a policy runs out or nobody else can be found: full entity refs of people or
     * groups. Without it nobody may be responsible for an incident, and the portal says so loudly.
     */
    catchAll?: string | string[];
    /**
     * Groups (or people) who administer incidents: full entity refs. Without any, nobody does; while a portal is under
     * development, Backstage's guest does.
     */
    admins?: string[];
    /** Id or name of the policy of entities that have none by annotation or binding. */
    defaultPolicy?: string;
    /**
     * The mildest severity that still pages; milder incidents are recorded only. Default SEV4.
     */
    pageFrom?: 'SEV1' | 'SEV2' | 'SEV3' | 'SEV4' | 'SEV5';
    /** Written before an incident's number. Default `INC-`. */
    numberPrefix?: string;
    /**
     * Where monitors and mail readers reach this portal from outside. Default `backend.baseUrl`.
     */
    publicBaseUrl?: string;
    /** Events a minute, and in a burst, per integration key and replica. Default 3000. */
    eventsPerMinutePerKey?: number;
    /**
     * Secrets that sign acknowledge links and encrypt contact details: the first is used, all are accepted, so
     * that keys rotate.
     * Without any, one is made and kept in the database.
     */
    keys?: Array<
      /** @visibility secret */
      string
    >;
    /**
     * Pipelines that may apply schedules from YAML; every other service may only check them.
     */
    pipelines?: Array<{
      /** Subject of its token (`backend.auth.externalAccess`); tokens checked by JWKS have `external:` before it. */
      subject: string;
      /** Groups whose schedules it may make and change: full entity refs. */
      ownerRefs: string[];
    }>;
    onCall?: {
      /**
       * Who goes on call is told this many minutes before, in the portal and by mail. Default 60; 0 tells
       * nobody; at most a week.
       */
      handoffNoticeMinutes?: number;
    };
    plays?: {
      /** Runs of plays that have ended are deleted after so many days. Default 90. */
      keepRunsDays?: number;
      /** HTTP requests of plays. */
      http?: {
        /**
         * Hosts inside the network that plays may call all the same, also without TLS: names, addresses, or ranges
         * such as `10.1.0.0/16`. What they answer is seen by whoever may see the run. Default none.
         */
        allow?: string[];
      };
      /** Secrets that the HTTP requests of plays send in headers, by name: `JENKINS_TOKEN`. Nobody sees their values. */
      secrets?: {
        [name: string]: {
          /**
           * The whole header, such as `Bearer …`; at least 8 characters.
           *
           * @visibility secret
           */
          value: string;
          /** The only hosts that it is sent to, such as `jenkins.example.com`; with the port where it is not the usual one. */
          hosts: string[];
          /**
           * Full refs of groups, such as `group:default/team-payments`: only plays that one of them owns may name it.
           * Default: every play.
           *
           * @visibility backend
           */
          owners?: string[];
        };
      };
    };
    postmortems?: {
      /**
       * Which incidents need a postmortem when they are resolved; the first rule that fits counts, and where none fits
       * none is asked for. Default: required for SEV1 and SEV2 within 7 days, optional for the others. The annotation
       * `incidents/postmortem` of an entity (`required`, `optional`, `none`) comes before all of them.
       */
      rules?: Array<{
        /** Default: every severity. */
        severities?: Array<'SEV1' | 'SEV2' | 'SEV3' | 'SEV4' | 'SEV5'>;
        /** Tiers of the entity (`incidents/tier`), 1 to 4. Default: every entity, with a tier or without. */
        tiers?: number[];
        /** Full refs of entities, or of systems and domains that they are part of. Default: every entity. */
        entities?: string[];
        postmortem: 'required' | 'optional' | 'none';
        /** Days from the end of the incident until it is due. Default 7. */
        dueDays?: number;
      }>;
      /**
       * What is to be done on the way, in its order, 12 at most: copied to each postmortem that is opened, so that those
       * there are stay as they are. Whoever does a step is told once when it is overdue. Default: none.
       */
      steps?: Array<{
        /** `Draft the timeline`; 200 characters at most. */
        title: string;
        /** Who writes the postmortem, who reviews it, or the team that owns the entity. */
        by: 'writer' | 'reviewers' | 'owner';
        /** Days from the end of the incident until it is due, 1 to 365. */
        dueDays: number;
      }>;
      /** The owner team is told when a required one is overdue by so many days. Default 3. */
      escalateAfterDays?: number;
      /** Words that the wording check points out besides its own. */
      words?: Array<{
        /** A word or a few; whole words, whatever their case. */
        words: string;
        /** Why not, as a sentence. */
        why: string;
        /** What to write instead. */
        instead?: string;
      }>;
      /** A folder into which published ones that are not restricted are written as Markdown, for TechDocs to build. */
      docsFolder?: string;
      /** Whether people may have an Atom feed, which is open to whoever knows its address. Default true. */
      feed?: boolean;
      /** Working days from making a follow-up until it is due, by its priority. Default 10, 30, 60. */
      followUpDays?: { high?: number; medium?: number; low?: number };
      /** Working days within which somebody must have a follow-up, by its priority. Default 1, 3, 5. */
      assignDays?: { high?: number; medium?: number; low?: number };
    };
    /**
     * Pages that reach a person through one method within a minute one by one; later ones wait at most half a
     * minute and come together in one message. More makes a storm louder, fewer makes it later. SEV1 never
     * waits. Default 5; from 100 on, nothing is bundled.
     */
    singlePagesPerMinute?: number;
    /**
     * The name of this environment, such as `production`. The first portal with a name claims the database
     * for it; one with another name holds all pages until an admin releases or discards them, so that a
     * copy of production pages nobody. Without a name the host in `app.baseUrl` is compared.
     */
    environment?: string;
    /** Channels by their ids. */
    channels?: {
      [channelId: string]: {
        /**
         * Ids of providers in the order in which they are asked; others come after them. Default: the
         * order in which modules add them.
         */
        providers: string[];
      };
    };
    /** How often the whole catalog is read again, in seconds. Default 20. */
    directoryRefreshSeconds?: number;
    /**
     * Switches on the demo's sign-in, mailbox and leniency. Never on a database that a portal
     * without it has used.
     *
     * @visibility frontend
     */
    demo?: boolean;
  };
}
