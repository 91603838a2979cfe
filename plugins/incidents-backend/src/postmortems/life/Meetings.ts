import { InputError } from '@backstage/errors';
import { Actor } from '@muster/backstage-plugin-incidents-common';
import ical from 'ical-generator';
import { Directory, faultsOfPeople } from '../../directory/service';
import { Clock } from '../../platform/clock';
import { Queryable } from '../../platform/database';
import { instantInWords } from '../document/inWords';
import { postmortemName, PostmortemRecord } from '../model';
import { Reading } from '../readers';
import { appendEvent } from '../store';
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

/** More are a broadcast. */
const mostTold = 200;

/** What proposing meetings needs. */
export interface MeetingsOptions {
  readonly clock: Clock;
  readonly directory: Directory;
  readonly holder: Holder;
  readonly teller: Teller;
  /** Of the portal's pages about incidents. */
  readonly portalUrl: string;
  /** Who of them may read it. */
  readonly reading: (
    db: Queryable,
    record: PostmortemRecord,
    refs: readonly string[],
  ) => Promise<Reading>;
}

/** Meetings about postmortems. None is kept: it stands in the history, in notes, and in people's calendars. */
export class Meetings {
  readonly #options: MeetingsOptions;

  constructor(options: MeetingsOptions) {
    this.#options = options;
  }

  /**
   * Tells who is invited; of a group, those who may read the postmortem.
   *
   * @returns the meeting as a calendar file (RFC 5545)
   * @throws InputError naming each who is nobody, or may not read the postmortem; for an instant that has passed; for too many people
   */
  async propose(
    id: number,
    { at, minutes, place, invitees }: ProposedMeeting,
    by: Actor,
  ): Promise<{ fileName: string; mediaType: string; text: string }> {
    const { clock, directory, holder, teller, portalUrl, reading } =
      this.#options;
    const refs = [...new Set(invitees)];
    const fieldOf = (ref: string) => `body.invitees[${invitees.indexOf(ref)}]`;
    const faults = await faultsOfPeople(
      directory,
      refs.map(ref => ({ field: fieldOf(ref), ref, kinds: ['user', 'group'] })),
    );
    if (at <= clock.now()) {
      faults.unshift(
        `body.at is ${instantInWords(at)}, which has passed; name an instant that lies ahead`,
      );
    }
    if (faults.length > 0) throw new InputError(faults.join('; '));
    const named = await directory.named(refs);
    const name = postmortemName(id);
    const { title } = await holder.hold(id, async ({ tx, record, now }) => {
      const { people, shutOut } = await reading(tx, record, refs);
      if (shutOut.length > 0) {
        throw new InputError(
          shutOut
            .map(ref => `${fieldOf(ref)}: ${ref} may not read ${name}`)
            .join('; '),
        );
      }
      if (people.length > mostTold) {
        throw new InputError(
          `body.invitees has ${people.length} people in it; invite ${mostTold} at most`,
        );
      }
      const when = `on ${instantInWords(at)}, for ${minutes} minutes${place ? `, ${place}` : ''}`;
      const text = `${by.name} proposed a meeting ${when}, with ${listed(named.map(one => one.name))}`;
      // Nothing of the postmortem itself is another for it: whoever edits it just now goes on.
      await appendEvent(tx, id, { at: now, actor: by, text });
      await teller.tell(
        tx,
        record,
        people.filter(ref => ref !== by.ref),
        {
          what: 'is talked about',
          text: `${by.name} proposes a meeting about it ${when}. Read it before.`,
        },
      );
      return record;
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
