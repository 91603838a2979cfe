import { InMemoryChannel } from '@muster/backstage-plugin-incidents-node';
import { ChannelRegistry } from './ChannelRegistry';

describe('ChannelRegistry', () => {
  it('keeps channels in the order of adding', () => {
    const registry = new ChannelRegistry();
    const [sms, email] = [
      new InMemoryChannel('sms'),
      new InMemoryChannel('email'),
    ];
    registry.addChannel(sms);
    registry.addChannel(email);
    expect(registry.all).toEqual([sms, email]);
    expect(registry.get('sms')).toBe(sms);
    expect(registry.get('voice')).toBeUndefined();
  });

  it('bad input: a second channel with an id that is taken is refused at once', () => {
    const registry = new ChannelRegistry();
    registry.addChannel(new InMemoryChannel('sms'));
    expect(() => registry.addChannel(new InMemoryChannel('sms'))).toThrow(
      "Two channels have the id 'sms'",
    );
  });

  it.each(['', 'SMS', 'a b', '-x', 'x'.repeat(65)])(
    'bad input: the id “%s” is refused',
    id => {
      expect(() =>
        new ChannelRegistry().addChannel(new InMemoryChannel(id)),
      ).toThrow('lower-case letters, digits and dashes');
    },
  );
});
