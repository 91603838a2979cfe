import { Actor } from '@muster/backstage-plugin-incidents-common';
import { densityOf } from './density';
import { measuredFigures } from './impact';
import { durationInWords } from './inWords';
import { sniffImage } from './images/sniffImage';
import { mentionsOf } from './mentioned';
import { goesOn, isTypedInto } from './sections/typedOn';
import { builtInTemplate } from './templates/builtInTemplate';
import { faultsOfBody } from './templates/fill';
import { faultsOfSections } from './templates/faultsOfSections';
import { changeOf, commonActor } from './timeline/changeOf';
import { EntryMark } from './timeline/entryStore';

const at = (time: string) => new Date(`2026-03-02T${time}:00.000Z`);
const mark = (
  time: string,
  source: EntryMark['source'],
  type: string,
  moment: EntryMark['moment'] = null,
): EntryMark => ({ at: at(time), source, type, moment, hidden: false });

describe('what a document is made of', () => {
  it.each([
    [0, '0 seconds'],
    [61, '1 minute 1 second'],
    [2820, '47 minutes'],
    [3600 + 1, '1 hour'],
    [7500, '2 hours 5 minutes'],
    [3 * 86_400 + 4 * 3600 + 59, '3 days 4 hours'],
    [86_400 + 59 * 60, '1 day'],
  ])('says %i seconds as %s', (seconds, text) => {
    expect(durationInWords(seconds)).toBe(text);
  });

  it('measures from key moments, and says what is missing for it', () => {
    const figures = new Map(
      measuredFigures([
        mark('11:00', 'change', 'change'),
        mark('12:00', 'alert', 'alert', 'started'),
        mark('12:02', 'incident', 'triggered', 'detected'),
        mark('12:02', 'page', 'paged'),
        mark('12:03', 'page', 'page-failed'),
        mark('12:05', 'incident', 'acknowledged', 'declared'),
        mark('12:47', 'incident', 'resolved', 'resolved'),
      ]).map(({ key, value, text }) => [key, [value, text]]),
    );
    expect(Object.fromEntries(figures)).toEqual({
      duration: [2820, '47 minutes, from started to resolved'],
      'time-to-detect': [120, '2 minutes, from started to detected'],
      'time-to-acknowledge': [
        180,
        '3 minutes, from detected to the first acknowledgement',
      ],
      'time-to-declare': [180, '3 minutes, from detected to declared'],
      'time-to-mitigate': [
        null,
        'Not known: no entry is marked as the key moment “mitigated”',
      ],
      alerts: [1, '1 alert'],
      pages: [1, '1 page'],
      changes: [1, '1 change'],
    });
    const [duration] = measuredFigures([
      mark('12:00', 'hand', 'hand', 'resolved'),
      mark('12:30', 'hand', 'hand', 'started'),
    ]);
    expect(duration).toMatchObject({
      value: null,
      text: 'Not known: resolved is before started; look at the key moments',
    });
  });

  it('counts open alerts and changes in buckets that people can read off', () => {
    const density = densityOf(
      { from: at('11:58'), to: at('12:07') },
      [
        { from: at('12:00'), to: at('12:02') },
        { from: at('12:01'), to: null },
        // Before it all, and after.
        { from: at('09:00'), to: at('10:00') },
        { from: at('12:30'), to: null },
      ],
      [at('11:58'), at('12:07'), at('13:00')],
    );
    expect(density).toEqual({
      from: '2026-03-02T11:58:00.000Z',
      bucketSeconds: 60,
      alerts: [0, 0, 1, 2, 2, 1, 1, 1, 1, 1],
      changes: [1, 0, 0, 0, 0, 0, 0, 0, 0, 1],
    });
    const months = densityOf(
      { from: at('00:00'), to: new Date('2027-03-02T00:00:00Z') },
      [],
      [],
    );
    expect(months.alerts.length).toBeLessThanOrEqual(60);
    expect(months.bucketSeconds % 86_400).toBe(0);
  });

  it.each([
    ['at the end', 'Pay', 'Payments', true],
    ['at the beginning', 'fail', 'They fail', true],
    ['in the middle', 'Payments fail', 'Payments did fail', true],
    ['where the same letters stand', 'aa', 'aaa', true],
    ['into nothing', '', 'x', true],
    ['and something was taken away', 'Payments fail', 'Payments are', false],
    ['at two places', 'ac', 'xaxc', false],
    ['and all was replaced', 'ab', 'cdef', false],
    ['nothing', 'same', 'same', false],
    ['less', 'longer', 'long', false],
  ])('knows what was typed %s', (_where, before, after, is) => {
    expect(isTypedInto(before, after)).toBe(is);
  });

  it('goes on with a text of the same person, for some minutes', () => {
    const ana = { ref: 'user:default/ana' };
    const before = { body: 'Pay', by: ana, at: at('12:00') };
    const after = { body: 'Payments', by: ana, at: at('12:04') };
    expect(goesOn(before, after)).toBe(true);
    expect(goesOn(before, { ...after, at: at('12:05') })).toBe(false);
    const ben = { ref: 'user:default/ben' };
    expect(goesOn(before, { ...after, by: ben })).toBe(false);
  });

  it('finds who is named, and nobody in code or addresses', () => {
    expect(
      mentionsOf(
        [
          'Thanks @user:default/ana.ruiz. And (@group:default/payments)!',
          '@Component:default/Checkout, again @user:default/ana.ruiz',
          'mail me@user:default/ben or `@user:default/code`',
          '```\n@user:default/log\n```',
          '@user:default/trailing-',
        ].join('\n'),
      ),
    ).toEqual([
      'user:default/ana.ruiz',
      'group:default/payments',
      'component:default/checkout',
      'user:default/trailing',
    ]);
  });

  it.each([
    ['a fault of Liquid', '{{ incident.name', ['cannot be read: ']],
    ['an unknown filter', '{{ incident.name | shout }}', ['cannot be read: ']],
    ['a tag that reads files', "{% include 'x' %}", ['cannot be read: ']],
    [
      'a slip of the pen',
      '{{ incident.nmae }}',
      [
        'names incident.nmae, and there is no such live field; did you mean incident.name?',
      ],
    ],
    ['half a name', '{{ incident }}', ['names incident, and']],
    [
      'what is nowhere',
      '{{ constructor.constructor }}',
      ['names constructor.constructor, and'],
    ],
    [
      'nothing',
      '{% assign a = incident.name %}{{ a }} {{ entity.name | upcase }}',
      [],
    ],
  ])('finds %s in a template', (_what, body, words) => {
    expect(faultsOfBody(body)).toEqual(
      words.map(text => expect.stringContaining(text)),
    );
  });

  it('names the section of each fault, and has none in its own template', () => {
    const section = { ...builtInTemplate.sections[0], body: '{{ who }}' };
    expect(faultsOfSections([section, section])).toEqual([
      expect.stringContaining('body.sections.0.body names who'),
      expect.stringContaining(
        'body.sections.1.key is summary, which section 0 has already',
      ),
      expect.stringContaining('body.sections.1.body names who'),
    ]);
    expect(faultsOfSections(builtInTemplate.sections)).toEqual([]);
  });

  it('keeps what was recorded while its words are others', () => {
    const recorded = {
      source: 'incident',
      text: 'Said',
      original: null,
    } as const;
    const reworded = { ...recorded, text: 'Better', original: 'Said' };
    expect(changeOf(recorded, { text: 'Better' })).toEqual({
      text: 'Better',
      original: 'Said',
    });
    expect(changeOf(reworded, { text: 'Best' })).toEqual({
      text: 'Best',
      original: 'Said',
    });
    const back = { text: 'Said', original: null };
    expect(changeOf(reworded, { text: 'Said' })).toEqual(back);
    expect(changeOf(reworded, { text: null })).toEqual(back);
    const byHand = { ...recorded, source: 'hand' } as const;
    expect(changeOf(byHand, { text: 'Better' })).toEqual({
      text: 'Better',
      original: null,
    });
    expect(() => changeOf(byHand, { text: null })).toThrow(
      'nothing was recorded',
    );
    expect(() => changeOf(recorded, { at: '2026-03-02T00:00:00Z' })).toThrow(
      'body.at',
    );
  });

  it('says that somebody did what they did all of, and nobody else', () => {
    const ana: Actor = { kind: 'person', ref: 'user:default/ana', name: 'Ana' };
    const ben: Actor = { kind: 'person', ref: 'user:default/ben', name: 'Ben' };
    expect(commonActor([{ actor: ana }, { actor: ana }])).toBe(ana);
    expect(commonActor([{ actor: ana }, { actor: ben }])).toMatchObject({
      kind: 'system',
    });
  });

  it.each([
    ['image/png', Buffer.from('89504e470d0a1a0a0000', 'hex')],
    ['image/jpeg', Buffer.from('ffd8ffe000104a464946', 'hex')],
    ['image/gif', Buffer.from('GIF89a....')],
    ['image/webp', Buffer.from('RIFF....WEBPVP8 ')],
    [undefined, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg">')],
    [undefined, Buffer.from('RIFF....WAVE')],
    [undefined, Buffer.from('GIF')],
  ])('takes the bytes of %s for what they are', (type, data) => {
    expect(sniffImage(data)).toBe(type);
  });
});
