import { PostmortemSection } from '@muster/backstage-plugin-incidents-common';
import {
  changed,
  conflicted,
  failed,
  isChanged,
  isDue,
  longestSection,
  opened,
  refreshed,
  resolvedWith,
  saved,
  sent,
} from './draft';

const section = (version: number, body: string): PostmortemSection => ({
  key: 'summary',
  title: 'Summary',
  help: '',
  kind: 'text',
  required: true,
  body,
  version,
  updatedAt: `2026-11-26T12:0${version}:00Z`,
  updatedBy: { kind: 'person', ref: null, name: 'Ben' },
});

describe('a draft of a section', () => {
  const begun = opened(section(1, 'one'));

  it('is saved once it is changed, and only once at a time', () => {
    expect(isDue(begun)).toBe(false);
    const typed = changed(begun, 'one two');
    expect(isDue(typed)).toBe(true);
    expect(isDue(sent(typed))).toBe(false);
    expect(saved(sent(typed), section(2, 'one two'))).toEqual({
      body: 'one two',
      base: { version: 2, body: 'one two' },
      savedAt: '2026-11-26T12:02:00Z',
    });
  });

  it('keeps what was typed while it was being saved', () => {
    const onItsWay = changed(sent(changed(begun, 'one two')), 'one two three');
    const after = saved(onItsWay, section(2, 'one two'));
    expect(after.body).toBe('one two three');
    expect(isDue(after)).toBe(true);
  });

  it('keeps the text when a save fails, and is due again', () => {
    const after = failed(sent(changed(begun, 'mine')), new Error('offline'));
    expect(after.body).toBe('mine');
    expect(isDue(after)).toBe(true);
  });

  it('waits for a person after a conflict, and then goes over what the other wrote', () => {
    const after = conflicted(
      sent(changed(begun, 'mine')),
      section(2, 'theirs'),
    );
    expect(isDue(after)).toBe(false);
    expect(after.body).toBe('mine');
    expect(resolvedWith(after, 'mine')).toEqual({
      body: 'mine',
      base: { version: 2, body: 'theirs' },
    });
    expect(isChanged(resolvedWith(after, 'theirs'))).toBe(false);
  });

  it('takes over what others save only while nothing is written here', () => {
    expect(refreshed(begun, section(2, 'theirs')).body).toBe('theirs');
    const typed = changed(begun, 'mine');
    expect(refreshed(typed, section(2, 'theirs'))).toBe(typed);
    expect(refreshed(begun, section(1, 'one'))).toBe(begun);
  });

  it('does not send what the server would not take', () => {
    expect(isDue(changed(begun, 'x'.repeat(longestSection + 1)))).toBe(false);
  });
});
