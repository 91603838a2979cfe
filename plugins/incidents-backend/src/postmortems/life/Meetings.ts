import { InputError } from '@backstage/errors';
import { Actor } from '@muster/backstage-plugin-incidents-common';
import ical from 'ical-generator';
import { Directory, faultsOfPeople } from '../../directory/service';
import { Queryable } from '../../platform/database';
import { instantInWords } from '../document/inWords';
import { postmortemName, PostmortemRecord } from '../model';
import { Holder } from './Holder';
import { Teller } from './Teller';
import { listed } from './words';

/** A meeting about a postmortem, as somebody proposes it. */
export interface ProposedMeeting {
  readonly at: Date;
  readonly minutes: number;
  /** Where: a room, an address of a call. */
  readonly place: string;
  /** People and groups. */
  readonly invitees: readonly string[];
}

/** Meetings about postmortems. None is kept: it stands in the history, in notes, and in people's calendars. */
export class Meetings {
  readonly #options: {
    directory: Directory;
    holder: Holder;
    teller: Teller;
    portalUrl: string;
    shutOut: (
      db: Queryable,
      record: PostmortemRecord,
      refs: readonly string[],
    ) => Promise<readonly string[]>;
  };

  constructor(options: {
    directory: Directory;
    holder: Holder;
    teller: Teller;
    /** Of the portal's pages about incidents. */
    portalUrl: string;
    /** Those who may not read it. */
    shutOut: (
      db: Queryable,
      record: PostmortemRecord,
      refs: readonly string[],
    ) => Promise<readonly string[]>;
  }) {
    this.#options = options;
  }

  /**
   * Tells who is invited.
   *
   * @returns the meeting as a calendar file (RFC 5545)
   * @throws InputError naming each who is nobody, or may not read the postmortem
   */
  async propose(
    id: number,
    { at, minutes, place, invitees }: ProposedMeeting,
    by: Actor,
  ): Promise<{ fileName: string; mediaType: string; text: string }> {
    const { directory, holder, teller, portalUrl, shutOut } = this.#options;
    const refs = [...new Set(invitees)];
    const fieldOf = (ref: string) => `body.invitees[${invitees.indexOf(ref)}]`;
    const faults = await faultsOfPeople(
      directory,
      refs.map(ref => ({ field: fieldOf(ref), ref, kinds: ['user', 'group'] })),
    );
    if (faults.length > 0) throw new InputError(faults.join('; '));
    const named = await directory.named(refs);
    const name = postmortemName(id);
    const { title } = await holder.hold(id, async ({ tx, record, change }) => {
      const out = await shutOut(tx, record, refs);
      if (out.length > 0) {
        throw new InputError(
          out
            .map(ref => `${fieldOf(ref)}: ${ref} may not read ${name}`)
            .join('; '),
        );
      }
      const when = `on ${instantInWords(at)}, for ${minutes} minutes${place ? `, ${place}` : ''}`;
      const next = await change(
        {},
        by,
        `${by.name} proposed a meeting ${when}, with ${listed(named.map(one => one.name))}`,
      );
      await teller.tell(tx, next, refs, {
        what: 'is talked about',
        text: `${by.name} proposes a meeting about it ${when}. Read it before.`,
      });
      return next;
    });
    const url = `${portalUrl}/postmortems/${name}`;
    const calendar = ical({
      prodId: { company: 'Muster', product: 'postmortems', language: 'EN' },
    });
    calendar.createEvent({
      id: `${name}-${at.getTime()}@muster`,
      start: at,
      end: new Date(at.getTime() + minutes * 60_000),
      summary: `${name}: ${title}`,
      location: place || null,
      description: `With ${listed(named.map(one => one.name))}.\n${url}`,
      url,
    });
    return {
      fileName: `${name}-meeting.ics`,
      mediaType: 'text/calendar',
      text: `${calendar.toString()}\r\n`,
    };
  }
}
