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
        };
      };
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
     * copy of production pages nobody.
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
