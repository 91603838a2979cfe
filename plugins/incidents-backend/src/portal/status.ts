import { PortalStatus } from '@muster/backstage-plugin-incidents-common';
import { MusterConfig } from '../platform/config';

type Problem = PortalStatus['problems'][number];

/** What was found out about this installation. */
export interface Findings {
  readonly catchAllPeople: number;
  readonly adminPeople: number;
  /** Ids of the channels that can be used now. */
  readonly channels: readonly string[];
  /** Minutes since the catalog was read; null before the first time. */
  readonly catalogAgeMinutes: number | null;
  readonly keysFromConfig: boolean;
  readonly deadLetters: number;
  readonly unassigned: number;
  /** Incidents that the watchdog had to set going again within the last hour. */
  readonly watchdogRepairs: number;
  /** Set when all pages are held, since the database is another environment's. */
  readonly heldPages: {
    readonly reason: string;
    readonly remedy: string;
    readonly count: number;
  } | null;
}

const error = (id: string, text: string, remedy: string): Problem => ({
  id,
  severity: 'error',
  text,
  remedy,
});

/** Worth a line in the log, too, when the portal starts. */
export const noCatchAll = error(
  'no-catch-all',
  'No catch-all is configured: when nobody answers, nobody else is paged',
  'Set incidents.catchAll in the configuration to a person or a group',
);

/** A catalog that has been silent for this long is worth a line. */
const staleAfterMinutes = 5;

/** What an admin should mend, worst first; each with the remedy. */
export function problemsOf(
  found: Findings,
  config: Pick<MusterConfig, 'catchAll' | 'admins' | 'guestAdministers'>,
): Problem[] {
  const warning = (id: string, text: string, remedy: string): Problem => ({
    ...error(id, text, remedy),
    severity: 'warning',
  });
  const { heldPages } = found;
  const problems: (Problem | false)[] = [
    heldPages !== null &&
      error(
        'pages-held',
        `All pages are held (${heldPages.count} wait): ${heldPages.reason}`,
        heldPages.remedy,
      ),
    found.unassigned > 0 &&
      error(
        'unassigned',
        `Nobody is responsible for ${found.unassigned} open incident${found.unassigned === 1 ? '' : 's'}`,
        'Reassign them, and set incidents.catchAll in the configuration',
      ),
    config.catchAll.length === 0 && noCatchAll,
    config.catchAll.length > 0 &&
      found.catchAllPeople === 0 &&
      error(
        'empty-catch-all',
        `The catch-all (${config.catchAll.join(', ')}) has nobody in it`,
        'Add people to it in the catalog, or name another in incidents.catchAll',
      ),
    found.watchdogRepairs > 0 &&
      error(
        'watchdog-repairs',
        `The watchdog had to set ${found.watchdogRepairs} incident${found.watchdogRepairs === 1 ? '' : 's'} going again within the last hour`,
        'Read why on their timelines and in the log of the backend; something keeps the engine from its work',
      ),
    found.deadLetters > 0 &&
      error(
        'dead-letters',
        `${found.deadLetters} piece${found.deadLetters === 1 ? '' : 's'} of work failed for good`,
        'Look at the causes in Settings, mend them, and retry',
      ),
    !found.channels.includes('email') &&
      warning(
        'no-email',
        'No mail server is configured: people are paged in the portal only',
        'Install the email module and set incidents.email in the configuration',
      ),
    config.guestAdministers &&
      warning(
        'guest-administers',
        'The guest administers incidents, as nobody else does and this portal is under development',
        'Set incidents.admins in the configuration to a group with people in it',
      ),
    !config.guestAdministers &&
      found.adminPeople === 0 &&
      warning(
        'no-admins',
        'Nobody administers incidents: dead letters and unknown keys are seen by nobody',
        'Set incidents.admins in the configuration to a group with people in it',
      ),
    (found.catalogAgeMinutes === null ||
      found.catalogAgeMinutes > staleAfterMinutes) &&
      warning(
        'catalog-stale',
        found.catalogAgeMinutes === null
          ? 'The catalog has not been read yet'
          : `The catalog has not answered for ${Math.round(found.catalogAgeMinutes)} minutes; pages use what it said last`,
        'Look at the catalog’s own log; pages go on meanwhile',
      ),
    !found.keysFromConfig &&
      warning(
        'keys-in-database',
        'Acknowledge links are signed with a key that was made into the database',
        'Set incidents.keys in the configuration to a secret of your own',
      ),
  ];
  return problems.filter(problem => problem !== false);
}
