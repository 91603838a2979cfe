import { Deed, withDeed } from './deeds';

const hid: Deed = { once: 'hid an entry', often: 'hid entries' };
const merged: Deed = { once: 'merged entries', often: 'merged entries' };

describe('small changes in a line of the history', () => {
  it.each([
    [[hid], 'hid an entry'],
    [[hid, hid], 'hid entries'],
    [[hid, hid, hid], 'hid entries'],
    [[merged, merged], 'merged entries'],
    [[hid, merged, hid], 'hid entries, merged entries'],
  ])('%j', (deeds, words) => {
    expect(deeds.reduce(withDeed, Array<string>()).join(', ')).toBe(words);
  });
});
