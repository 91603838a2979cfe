import { createServer, Server, Socket } from 'node:net';
import {
  IncidentPageMessage,
  isPermanentDeliveryError,
  SendContext,
} from '@muster/backstage-plugin-incidents-node';
import { ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, SMTPServerOptions } from 'smtp-server';
import { EmailChannel } from './EmailChannel';

const message: IncidentPageMessage = {
  kind: 'incident',
  idempotencyKey: 'delivery-1',
  person: { ref: 'user:default/ana.ruiz', name: 'Ana Ruiz' },
  urgency: 'high',
  incident: {
    id: 7,
    name: 'INC-7',
    title: 'Zahlungen hängen – 5xx',
    description: '',
    severity: 'SEV2',
    customerImpact: 'yes',
    openedAt: '2026-03-02T03:02:00.000Z',
  },
  service: { ref: 'component:default/checkout', name: 'Checkout' },
  owner: null,
  changes: [],
  runbookUrl: null,
  incidentUrl: 'https://portal.example.test/incidents/INC-7',
  acknowledgeUrl: `https://portal.example.test/api/incidents/public/acknowledge/${'x'.repeat(200)}`,
  copyOf: null,
  why: 'step 1 of Payments primary',
  ageMinutes: 0,
};

const context = (signal = new AbortController().signal): SendContext => ({
  person: {
    ref: 'user:default/ana.ruiz',
    name: 'Ana "the pager" Ruiz',
    email: 'ana@example.test',
  },
  address: 'ana@example.test',
  attempt: 1,
  signal,
});

const refuse = (responseCode: number, text: string) =>
  Object.assign(new Error(text), { responseCode });

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('The server does not listen on a port');
  }
  return address.port;
}

describe('EmailChannel, against a real SMTP server', () => {
  const servers: { close(done: () => void): unknown }[] = [];
  const sockets = new Set<Socket>();

  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    await Promise.all(
      servers
        .splice(0)
        .map(server => new Promise<void>(done => void server.close(done))),
    );
  });

  const channelTo = (
    port: number,
    auth?: { user: string; pass: string },
  ): EmailChannel =>
    new EmailChannel({
      from: 'Muster <muster@portal.example.test>',
      smtp: { host: '127.0.0.1', port, secure: false, auth },
    });

  /** Starts an SMTP server and returns the mails that it took, and a channel that uses it. */
  async function smtp(options: SMTPServerOptions = {}) {
    const mails: ParsedMail[] = [];
    const recipients: string[] = [];
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      closeTimeout: 100,
      onRcptTo: ({ address }, _session, done) => {
        recipients.push(address);
        done();
      },
      onData: (stream, _session, done) => {
        simpleParser(stream).then(mail => {
          mails.push(mail);
          done();
        }, done);
      },
      ...options,
    });
    servers.push(server);
    await new Promise<void>(ready => {
      server.listen(0, '127.0.0.1', ready);
    });
    const port = portOf(server.server);
    return { mails, recipients, port, channel: channelTo(port) };
  }

  /** Starts a server that is not SMTP at all. */
  async function raw(onSocket: (socket: Socket) => void): Promise<number> {
    const server: Server = createServer(socket => {
      sockets.add(socket);
      socket.on('error', () => {});
      onSocket(socket);
    });
    servers.push(server);
    await new Promise<void>(ready => {
      server.listen(0, '127.0.0.1', ready);
    });
    return portOf(server);
  }

  const failure = async (sending: Promise<unknown>): Promise<Error> => {
    const error = await sending.then(
      () => new Error('it was sent'),
      reason => reason,
    );
    expect(error).toBeInstanceOf(Error);
    return error;
  };

  it('sends a note as a mail of its own, without urgency', async () => {
    const { channel, mails } = await smtp();
    const { person, address, signal } = context();
    const note = {
      idempotencyKey: 'note-1',
      person: message.person,
      about: 'cover:r1',
      subject: 'Ben Okafor covers for you',
      text: 'Payments primary: Mon',
      url: 'https://portal.example.test/incidents/me',
    };
    const receipt = await channel.notify(note, { person, address, signal });
    expect(receipt.detail).toMatch(/^250 /);
    const [mail] = mails;
    expect(mail.subject).toBe('Ben Okafor covers for you');
    expect(mail.text).toContain('\nPayments primary: Mon\n');
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mail.headers.get('x-priority')).toBeUndefined();
    await channel.notify(note, { person, address, signal });
    expect(mails[1].messageId).toBe(mail.messageId);
    const nowhere = channel.notify(note, { person, address: null, signal });
    expect(isPermanentDeliveryError(await failure(nowhere))).toBe(true);
  });

  it('sends text only, to the person, with links that are not broken', async () => {
    const { channel, mails } = await smtp();
    const receipt = await channel.send(message, context());
    expect(receipt.detail).toMatch(/^250 /);
    expect(mails).toHaveLength(1);
    const [mail] = mails;
    expect(mail.from?.value).toEqual([
      { name: 'Muster', address: 'muster@portal.example.test' },
    ]);
    expect([mail.to].flat()[0]?.value).toEqual([
      { name: 'Ana "the pager" Ruiz', address: 'ana@example.test' },
    ]);
    expect(mail.subject).toBe('SEV2 Checkout: Zahlungen hängen – 5xx (INC-7)');
    expect(mail.html).toBe(false);
    expect(mail.text?.split('\n')[0]).toBe(
      'SEV2 Checkout: Zahlungen hängen – 5xx',
    );
    expect(mail.text).toContain(`Acknowledge: ${message.acknowledgeUrl}\n`);
  });

  it('marks the mail as automatic, urgent, and as this incident’s', async () => {
    const { channel, mails } = await smtp();
    await channel.send(message, context());
    const { headers } = mails[0];
    expect(headers.get('x-muster-incident')).toBe('INC-7');
    expect(headers.get('auto-submitted')).toBe('auto-generated');
    expect(headers.get('priority')).toBe('high');
    expect([...headers.keys()].filter(name => name.startsWith('list'))).toEqual(
      [],
    );
  });

  it('does not shout about low urgency', async () => {
    const { channel, mails } = await smtp();
    await channel.send({ ...message, urgency: 'low' }, context());
    expect(mails[0].headers.get('priority')).toBeUndefined();
  });

  it('gives a repeated delivery the same Message-ID and another delivery another one', async () => {
    const { channel, mails } = await smtp();
    await channel.send(message, context());
    await channel.send(message, { ...context(), attempt: 2 });
    await channel.send({ ...message, idempotencyKey: 'other' }, context());
    const [first, again, other] = mails.map(({ messageId }) => messageId);
    expect(first).toMatch(/^<[0-9a-f]{32}@portal\.example\.test>$/);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it('logs in when it is told to', async () => {
    const seen: unknown[] = [];
    const { port, mails } = await smtp({
      authOptional: false,
      onAuth: ({ username, password }, _session, done) => {
        seen.push([username, password]);
        done(null, { user: username });
      },
    });
    await channelTo(port, { user: 'muster', pass: 's3cret' }).send(
      message,
      context(),
    );
    expect(seen).toEqual([['muster', 's3cret']]);
    expect(mails).toHaveLength(1);
  });

  it('takes a URL instead of a host', async () => {
    const { port, mails } = await smtp();
    await new EmailChannel({
      from: 'muster@example.test',
      smtp: { url: `smtp://127.0.0.1:${port}` },
    }).send(message, context());
    expect(mails).toHaveLength(1);
  });

  it('bad input: a refused login fails for good', async () => {
    const { port } = await smtp({
      authOptional: false,
      onAuth: (_auth, _session, done) =>
        done(refuse(535, 'Authentication credentials invalid')),
    });
    const error = await failure(
      channelTo(port, { user: 'muster', pass: 'wrong' }).send(
        message,
        context(),
      ),
    );
    expect(isPermanentDeliveryError(error)).toBe(true);
    expect(error.message).toBe('535 Authentication credentials invalid');
  });

  it('bad input: a mailbox that does not exist (5xx) fails for good', async () => {
    const { channel, mails } = await smtp({
      onRcptTo: (_address, _session, done) =>
        done(refuse(550, 'No such user here')),
    });
    const error = await failure(channel.send(message, context()));
    expect(isPermanentDeliveryError(error)).toBe(true);
    expect(error.message).toBe('550 No such user here');
    expect(mails).toEqual([]);
  });

  it('bad input: a server that is busy (4xx) may be tried again, and then takes it', async () => {
    let busy = true;
    const { channel, mails } = await smtp({
      onMailFrom: (_address, _session, done) =>
        done(busy ? refuse(451, 'Try again later') : null),
    });
    const error = await failure(channel.send(message, context()));
    expect(isPermanentDeliveryError(error)).toBe(false);
    expect(error.message).toBe('451 Try again later');
    busy = false;
    await channel.send(message, context());
    expect(mails).toHaveLength(1);
  });

  it('bad input: a server that is down may be tried again', async () => {
    const error = await failure(channelTo(1).send(message, context()));
    expect(isPermanentDeliveryError(error)).toBe(false);
    expect(error.message).toContain('ECONNREFUSED');
  });

  it('bad input: a server that talks garbage may be tried again', async () => {
    const port = await raw(socket =>
      socket.write('\u0000\u0001 hello <b>\r\n'),
    );
    const error = await failure(channelTo(port).send(message, context()));
    expect(isPermanentDeliveryError(error)).toBe(false);
  });

  it('bad input: a server that hangs up in the middle may be tried again', async () => {
    const port = await raw(socket => {
      socket.write('220 hi\r\n');
      socket.once('data', () => socket.destroy());
    });
    const error = await failure(channelTo(port).send(message, context()));
    expect(isPermanentDeliveryError(error)).toBe(false);
  });

  it('bad input: a server that stays silent is left when the time for the attempt is over', async () => {
    const controller = new AbortController();
    const port = await raw(() => controller.abort());
    const error = await failure(
      channelTo(port).send(message, context(controller.signal)),
    );
    expect(isPermanentDeliveryError(error)).toBe(false);
    expect(error.message).toMatch(/abort/i);
  });

  it('bad input: a person without an address fails for good', async () => {
    const channel = channelTo(1);
    expect(
      channel.addressOf({ ref: 'user:default/x', name: 'X', email: null }),
    ).toEqual({
      missing: 'the catalog has no email address',
    });
    const error = await failure(
      channel.send(message, { ...context(), address: null }),
    );
    expect(isPermanentDeliveryError(error)).toBe(true);
  });

  it('bad input: a title cannot add headers or recipients', async () => {
    const { channel, mails } = await smtp();
    await channel.send(
      {
        ...message,
        incident: {
          ...message.incident,
          title: 'x\r\nBcc: eve@example.test\r\n\r\n<script>alert(1)</script>',
        },
      },
      context(),
    );
    expect(mails[0].bcc).toBeUndefined();
    expect(mails[0].subject).toBe(
      'SEV2 Checkout: x Bcc: eve@example.test <script>alert(1)</script> (INC-7)',
    );
  });

  describe.each([
    ['line breaks', 'x\r\nBcc: everybody@example.test\r\n\r\n<b>body</b>'],
    ['a bare line feed', 'x\nBcc: everybody@example.test'],
    ['a bare carriage return', 'x\rBcc: everybody@example.test'],
    [
      'other line breaks',
      'x\u2028Bcc: a@b.test\u0085Bcc: c@d.test\u000bBcc: e@f.test',
    ],
    ['an end of the mail', 'x\r\n.\r\nRCPT TO:<everybody@example.test>\r\n'],
    ['an encoded word', '=?utf-8?Q?x=0D=0ABcc:_everybody@example.test?='],
    [
      'a list of addresses',
      '"x" <everybody@example.test>, others@example.test',
    ],
    ['markup', '<script>alert(1)</script><img src=x onerror=alert(1)>'],
    ['a NUL', 'x\u0000y'],
  ])('bad input: %s', (_what, hostile) => {
    it('in any text of a page adds no header, no recipient and no markup', async () => {
      const { channel, mails, recipients } = await smtp();
      const named = { ref: 'component:default/x', name: hostile };
      await channel.send(message, context());
      await channel.send(
        {
          ...message,
          idempotencyKey: hostile,
          incident: {
            ...message.incident,
            title: hostile,
            description: hostile,
          },
          person: named,
          service: named,
          owner: named,
          changes: [{ at: '2026-03-02T03:00:00Z', text: hostile }],
          why: hostile,
          runbookUrl: hostile,
        },
        { ...context(), person: { ...context().person, name: hostile } },
      );
      const [plain, mail] = mails;
      expect(mails).toHaveLength(2);
      expect([...mail.headers.keys()].sort()).toEqual(
        [...plain.headers.keys()].sort(),
      );
      expect(recipients).toEqual(['ana@example.test', 'ana@example.test']);
      expect([mail.to].flat()).toMatchObject([
        { value: [{ address: 'ana@example.test' }] },
      ]);
      expect(mail.html).toBe(false);
      expect(mail.attachments).toEqual([]);
      expect(mail.text).not.toMatch(/^Bcc:/m);
    });

    it('in the address reaches nobody else', async () => {
      const { channel, recipients } = await smtp();
      await channel
        .send(message, { ...context(), address: `ana@example.test${hostile}` })
        .catch(() => {});
      expect(recipients).not.toContain('everybody@example.test');
      expect(recipients).not.toContain('others@example.test');
    });
  });
});
