// For tests only: nothing that ships imports this file, so a devDependency is right here.
/* eslint-disable @backstage/no-undeclared-imports */
import {
  ContactRules,
  NamedRef,
} from '@muster/backstage-plugin-incidents-common';
import {
  AcknowledgedMessage,
  InMemoryChannel,
  PageMessage,
  PagingChannel,
  SendLimit,
  smsChannel,
  voiceChannel,
} from '@muster/backstage-plugin-incidents-node';
import { addMinutes } from '../platform/clock';
import { Database } from '../platform/database';
import { createFixture } from './pagingFixture';
import { sealContext } from './people/AddressFinder';
import { AddressSafe } from './people/AddressSafe';
import { insertMethod, replaceRules, storedRules } from './people/contactStore';

/** A channel of phones that keeps what it was asked to send. */
export function phoneChannel(kind: 'sms' | 'voice', limit?: SendLimit) {
  const memory = new InMemoryChannel(kind);
  const told: AcknowledgedMessage[] = [];
  const channel: PagingChannel = {
    ...(kind === 'sms' ? smsChannel : voiceChannel),
    send: (message, context) => memory.send(message, context),
    limit,
    ...(kind === 'sms' && {
      async acknowledged(message) {
        told.push(message);
        return { detail: 'told' };
      },
    }),
  };
  return {
    channel,
    /** News of acknowledgements. */
    told,
    answerWith: memory.answerWith.bind(memory),
    get messages(): PageMessage[] {
      return memory.calls.map(({ message }) => message);
    },
    get addresses(): (string | null)[] {
      return memory.calls.map(({ context }) => context.address);
    },
  };
}

const key = 'a key of the tests';

/** The paging room with mail, SMS and calls, and people who have set how they are reached. */
export async function createPhoneFixture(
  database: Database,
  options: {
    readonly environment?: string;
    readonly portalUrl?: string;
    readonly limit?: SendLimit;
  } = {},
) {
  const sms = phoneChannel('sms', options.limit);
  const voice = phoneChannel('voice');
  const email = new InMemoryChannel('email');
  const fixture = await createFixture(database, {
    ...options,
    channels: [email, sms.channel, voice.channel],
    keys: [key],
  });
  const safe = new AddressSafe([key]);
  let count = 0;
  return {
    ...fixture,
    email,
    sms,
    voice,
    /** Gives a person a verified number. */
    async addPhone(
      person: NamedRef,
      channel: 'sms' | 'voice',
      number = '+41791234567',
    ): Promise<string> {
      const id = `method-${++count}`;
      const about = { id, personRef: person.ref, channel };
      await database.transaction(tx =>
        insertMethod(tx, {
          ...about,
          sealed: safe.seal(number, sealContext(about)),
          mask: '+41••67',
          label: '',
          verifiedAt: fixture.clock.now(),
          createdAt: fixture.clock.now(),
        }),
      );
      fixture.clock.advanceSeconds(2);
      return id;
    },
    /** Sets a person's rules beneath the API: `[[methodId, afterMinutes], …]`. */
    async setRules(
      person: NamedRef,
      high: readonly (readonly [string, number])[],
      more: Partial<ContactRules> = {},
    ): Promise<void> {
      const toRules = (list: typeof high) =>
        list.map(([methodId, afterMinutes]) => ({ methodId, afterMinutes }));
      const rules = {
        high: toRules(high),
        low: toRules(high),
        quietHours: null,
        ...more,
      };
      await database.transaction(async tx => {
        const stored = (await storedRules(tx, [person.ref])).get(person.ref);
        const version = stored?.version ?? 0;
        await replaceRules(tx, person.ref, version, rules, fixture.clock.now());
      });
      // What is remembered of people is forgotten after a second.
      fixture.clock.advanceSeconds(2);
    },
    /** Lets minutes pass, one by one, with wake-ups and sweeps. */
    async passMinutes(minutes: number): Promise<void> {
      const end = addMinutes(fixture.clock.now(), minutes);
      while (fixture.clock.now() < end) await fixture.passSeconds(20);
    },
    /** Each delivery of an incident: `sms sent +5` with minutes from its page to when it was due. */
    async deliveriesOf(incidentId: number): Promise<string[]> {
      const pages = await fixture.ledger(incidentId);
      return pages.flatMap(page =>
        page.deliveries.map(
          ({ channel, state, dueAt }) =>
            `${channel} ${state} +${Math.round((Date.parse(dueAt) - Date.parse(page.createdAt)) / 60_000)}`,
        ),
      );
    },
    /** Reasons of deliveries that were cancelled or sent with others. */
    async reasons(incidentId: number): Promise<(string | null)[]> {
      const pages = await fixture.ledger(incidentId);
      return pages.flatMap(page => page.deliveries.map(({ reason }) => reason));
    },
  };
}
