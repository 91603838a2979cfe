import { once } from 'node:events';
import { createServer, Server, Socket } from 'node:net';
import { ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/**
 * How the mail server is: it takes mails, refuses connections, says nothing for longer than anybody
 * waits, speaks nonsense, or knows no mailbox.
 */
export type MailWeather = 'well' | 'down' | 'silent' | 'garbage' | 'refusing';

/** A page that has arrived. */
export interface ReceivedMail {
  /** Such as `INC-7`; undefined for a test page, and for what says who has an incident. */
  readonly incident: string | undefined;
  readonly to: string;
  readonly messageId: string;
  /** When the sender connected, by `performance.now()` of this process; each page has a connection of its own. */
  readonly connectedAt: number;
  /** When it was taken. The server's greeting alone takes 100 ms, in which it looks for early talkers. */
  readonly at: number;
}

const noMailbox = () =>
  Object.assign(new Error('No such user here'), { responseCode: 550 });

function incidentOf({ headers, subject }: ParsedMail): string | undefined {
  const incident = headers.get('x-muster-incident');
  if (typeof incident !== 'string') return undefined;
  return subject?.startsWith(`${incident}: acknowledged by `)
    ? undefined
    : incident;
}

/** A real SMTP server on one port, that can be made ill and well again. */
export class MailServer {
  /** All that it has taken, oldest first. */
  readonly mails: ReceivedMail[] = [];
  readonly #smtp: SMTPServer;
  readonly #sockets = new Set<Socket>();
  /** By the sender's port. */
  readonly #connectedAt = new Map<number | undefined, number>();
  #front: Server;
  #port = 0;
  #weather: MailWeather = 'well';

  private constructor() {
    this.#smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      disableReverseLookup: true,
      onRcptTo: (_address, _session, done) =>
        done(this.#weather === 'refusing' ? noMailbox() : null),
      onData: (stream, { remotePort }, done) => {
        simpleParser(stream).then(mail => {
          const to = [mail.to ?? []].flat()[0]?.value[0]?.address ?? '';
          this.mails.push({
            incident: incidentOf(mail),
            to,
            messageId: mail.messageId ?? '',
            connectedAt: this.#connectedAt.get(remotePort) ?? NaN,
            at: performance.now(),
          });
          done();
        }, done);
      },
    });
    // Whoever dies in the middle of a mail resets its connection.
    this.#smtp.on('error', () => {});
    this.#front = this.#createFront();
  }

  static async start(): Promise<MailServer> {
    const server = new MailServer();
    await server.#listen();
    return server;
  }

  /** `incidents.email` of a portal that pages through it. */
  get config() {
    return {
      from: 'Muster <muster@portal.example.test>',
      smtp: { host: '127.0.0.1', port: this.#port, secure: false },
    };
  }

  /** How often an incident's page has arrived, repetitions included. */
  countOf(incident: string): number {
    return this.mails.filter(mail => mail.incident === incident).length;
  }

  /** Makes it ill or well; what was under way is cut off. */
  async become(weather: MailWeather): Promise<void> {
    const wasDown = this.#weather === 'down';
    this.#weather = weather;
    if (weather === 'down') await this.#close();
    else if (wasDown) await this.#listen();
    else this.#cut();
  }

  async stop(): Promise<void> {
    await this.#close();
  }

  #createFront(): Server {
    return createServer(socket => {
      this.#sockets.add(socket);
      const { remotePort } = socket;
      this.#connectedAt.set(remotePort, performance.now());
      socket.on('error', () => {});
      socket.once('close', () => {
        this.#sockets.delete(socket);
        this.#connectedAt.delete(remotePort);
      });
      if (this.#weather === 'garbage') {
        socket.write('\u0000\u0001 hello <b>999</b>\r\n\r\n{"ok":true}\r\n');
      } else if (this.#weather !== 'silent') this.#smtp.connect(socket);
    });
  }

  async #listen(): Promise<void> {
    this.#front = this.#createFront();
    this.#front.listen(this.#port, '127.0.0.1');
    await once(this.#front, 'listening');
    const address = this.#front.address();
    if (typeof address === 'object' && address) this.#port = address.port;
  }

  #cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async #close(): Promise<void> {
    if (!this.#front.listening) return;
    const closed = once(this.#front, 'close');
    this.#front.close();
    this.#cut();
    await closed;
  }
}
