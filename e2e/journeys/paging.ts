import { TwilioStandIn } from '@muster/backstage-plugin-incidents-backend-module-twilio/src/testing/TwilioStandIn';
import { Journey } from '../src/journey';
import { waitFor } from '../src/waitFor';
import { live } from '../steps/live';
import { Monitor } from '../steps/Monitor';
import { arrive, figure, phone, says } from '../steps/screens';

const number = '+14155550123';
let twilio: TwilioStandIn;

/** The newest text message to Ana's phone in which this is said. */
const smsThatSays = (words: RegExp): Promise<string> =>
  waitFor(`an SMS that says ${words}`, async () =>
    twilio
      .to(number)
      .map(({ text }) => text)
      .reverse()
      .find(text => words.test(text)),
  );

/** Ana adds her phone, verifies it, is paged by SMS and takes the incident by answering it. */
const paging: Journey = {
  name: 'paging',
  async beside() {
    twilio = await TwilioStandIn.start();
    return {
      config: portalUrl => {
        twilio.smsUrl = `${portalUrl}/api/incidents/public/twilio/sms`;
        return {
          incidents: { twilio: twilio.config, publicBaseUrl: portalUrl },
        };
      },
      stop: () => twilio.stop(),
    };
  },
  async run(given) {
    const { portal, look, say } = given;

    say('Ana adds her phone');
    const ana = await arrive(given, 'Ana Ruiz', { look: phone });
    await ana.goto('/incidents/me');
    const contacts = ana.getByRole('region', { name: 'How I am reached' });
    await contacts.getByRole('button', { name: 'Add a way' }).click();
    const form = ana.getByTestId('incidents-contact');
    await form.getByLabel('How?').selectOption('sms');
    await form.getByLabel(/number/i).fill(number);
    await look(ana, 'add-phone');
    await form.getByRole('button', { name: 'Send me the code' }).click();

    say('a code comes by SMS, and she enters it');
    const [, code = ''] =
      /code is ([\d ]+)/.exec(await smsThatSays(/code/)) ?? [];
    await form.getByLabel(/The code/).fill(code);
    await look(ana, 'code');
    await form.getByRole('button', { name: 'Verify' }).click();
    await form.waitFor({ state: 'detached' });
    await says(contacts, 'A page would wake you.');
    await look(ana, 'reachable');

    say('a test page reaches it');
    await contacts.getByRole('button', { name: 'Send me a test page' }).click();
    await smsThatSays(/test/i);

    say('checkout breaks, and she is paged by SMS');
    const monitor = await Monitor.connect(portal);
    await monitor.alert('Checkout errors above 5 %', 'errors');
    await smsThatSays(/INC-1/);
    await ana.goto('/incidents/INC-1');
    await says(figure(ana, 'Responsible'), 'Ana Ruiz');

    say('she answers it, and has the incident');
    const answer = await twilio.reply(number, 'ack 1');
    if (!/INC-1/.test(answer)) throw new Error(`Twilio is told: ${answer}`);
    await says(figure(ana, 'Has it'), 'Ana Ruiz', live);
    await says(ana.getByRole('region', { name: 'Pages' }), /by SMS/);
    await look(ana, 'acknowledged');
  },
};

export default paging;
