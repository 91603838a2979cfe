import { LookupFunction } from 'node:net';
import { ForbiddenAddressError, OutsideHttp } from './OutsideHttp';

const request = () => ({
  headers: {},
  body: '{}',
  signal: new AbortController().signal,
});

/** Names lead to these addresses, one set after the other. */
function namesOf(...answers: string[][]) {
  const asked: string[] = [];
  const lookup: LookupFunction = (name, _options, callback) => {
    const found = answers[Math.min(asked.length, answers.length - 1)];
    asked.push(name);
    callback(
      null,
      found.map(address => ({
        address,
        family: address.includes(':') ? 6 : 4,
      })),
    );
  };
  return { lookup, asked };
}

describe('OutsideHttp', () => {
  const outside = new OutsideHttp();

  it('keeps an address in one form', () => {
    expect(outside.parse(' HTTPS://Hooks.Example.com/a?b=c#d ')).toEqual({
      address: 'https://hooks.example.com/a?b=c',
    });
    expect(outside.parse('https://93.184.215.14/x')).toEqual({
      address: 'https://93.184.215.14/x',
    });
  });

  it.each([
    ['nonsense', 'is no address'],
    ['http://hooks.example.com/', 'must begin with https://'],
    ['file:///etc/passwd', 'must begin with https://'],
    ['https://ana:secret@hooks.example.com/', 'no user and password'],
    [`https://hooks.example.com/${'x'.repeat(2000)}`, 'longer than'],
  ])('bad input: %s is refused', (text, words) => {
    expect(outside.parse(text)).toEqual({
      fault: expect.stringContaining(words),
    });
  });

  it.each([
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://127.0.0.1./',
    'https://10.1.2.3/',
    'https://172.16.0.1/',
    'https://192.168.1.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://100.64.0.1/',
    'https://0.0.0.0/',
    'https://255.255.255.255/',
    'https://224.0.0.1/',
    'https://[::1]/',
    'https://[::]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:a9fe:a9fe]/',
    'https://[fe80::1]/',
    'https://[fd00::1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
  ])(
    'bad input: %s leads into the network, however it is written',
    async url => {
      expect(outside.parse(url)).toEqual({
        fault: expect.stringContaining('leads into the network'),
      });
      await expect(outside.post(url, request())).rejects.toBeInstanceOf(
        ForbiddenAddressError,
      );
    },
  );

  it.each([
    ['of this machine', ['127.0.0.1']],
    ['of the clouds’ metadata', ['169.254.169.254']],
    ['in IPv6 for IPv4', ['::ffff:10.0.0.7']],
    ['of which one leads inside', ['93.184.215.14', '10.0.0.7']],
  ])('bad input: a name %s is not called', async (_name, found) => {
    const { lookup, asked } = namesOf(found);
    const guarded = new OutsideHttp({ lookup });
    await expect(
      guarded.post('https://inside.example.com/', request()),
    ).rejects.toThrow('leads into the network');
    expect(asked).toHaveLength(1);
  });

  it('bad input: a name that leads elsewhere the second time is looked at the second time', async () => {
    // Addresses for examples: nothing answers there.
    const { lookup, asked } = namesOf(['192.0.2.1'], ['127.0.0.1']);
    const guarded = new OutsideHttp({
      lookup,
      allow: ['192.0.2.0/24'],
      timeoutMs: 50,
    });
    const url = 'https://rebinding.example.com/';
    await expect(guarded.post(url, request())).rejects.not.toBeInstanceOf(
      ForbiddenAddressError,
    );
    await expect(guarded.post(url, request())).rejects.toBeInstanceOf(
      ForbiddenAddressError,
    );
    expect(asked).toHaveLength(2);
  });

  it('calls hosts inside that are allowed, also without TLS', () => {
    const inside = new OutsideHttp({
      allow: ['Hooks.Internal', '10.1.0.0/16', '::1'],
    });
    for (const url of [
      'http://hooks.internal/',
      'https://10.1.2.3/',
      'http://10.1.2.3/',
      'http://[::1]/',
    ]) {
      expect(inside.parse(url)).toEqual({ address: url });
    }
    expect(inside.parse('https://10.2.0.1/')).toHaveProperty('fault');
    expect(() => new OutsideHttp({ allow: ['10.0.0.0/99'] })).toThrow(
      '10.0.0.0/99 is no address or range',
    );
  });
});
