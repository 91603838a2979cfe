import { Journey } from '../src/journey';
import {
  makePolicy,
  makeSchedule,
  pasteIntoTerminal,
  save,
  stepOf,
} from '../steps/firstRun';
import { live } from '../steps/live';
import {
  arrive,
  choose,
  incidentsCard,
  openCheckout,
  says,
} from '../steps/screens';

/** Sana opens an empty portal; it teaches her three steps, and each turns green when it works. */
const firstRun: Journey = {
  name: 'first-run',
  async run(given) {
    const { open, look, say } = given;
    const newcomer = await open();
    await newcomer.goto('/');
    await newcomer
      .getByRole('heading', { name: 'Who are you today?' })
      .waitFor();
    await look(newcomer, 'sign-in');

    say('an empty portal says that all is quiet, and what to do first');
    const sana = await arrive(given, 'Sana Iqbal');
    await sana.goto('/incidents');
    await sana.waitForURL('**/incidents/now');
    const done = (title: string) => says(stepOf(sana, title), /done/, live);
    for (const title of [
      'Connect a monitor',
      'Set who is on call',
      'Send a test page',
    ]) {
      await stepOf(sana, title).waitFor();
    }
    await look(sana, 'three-steps');

    say('a test page reaches her');
    await sana.getByRole('button', { name: 'Send me a test page' }).click();
    await done('Send a test page');

    say('she makes a schedule, and a policy that pages it, bound to checkout');
    await stepOf(sana, 'Set who is on call')
      .getByRole('link', { name: 'schedule' })
      .click();
    await makeSchedule(sana, {
      name: 'Payments primary',
      person: 'Ben Okafor',
    });
    await look(sana, 'schedule');
    await save(sana);
    await says(
      sana.getByRole('region', { name: 'Payments primary' }),
      'Ben Okafor',
    );
    await sana.goto('/incidents/now');
    await stepOf(sana, 'Set who is on call')
      .getByRole('link', { name: 'policy' })
      .click();
    await makePolicy(sana, { name: 'Payments', schedule: 'Payments primary' });
    await look(sana, 'policy');
    await save(sana);
    const policy = sana.getByRole('region', { name: 'Payments' });
    await policy
      .getByRole('button', { name: 'Bind Payments to something' })
      .click();
    await choose(policy, 'Bind to a service or a team', 'checkout');
    await policy.getByRole('button', { name: 'Unbind checkout' }).waitFor();
    await look(sana, 'policy-bound');
    await sana.goto('/incidents/now');
    await done('Set who is on call');
    await look(sana, 'two-steps-done');

    say('she connects a monitor, and pastes its line into a terminal');
    await sana.getByRole('button', { name: 'Make a key' }).click();
    const dialog = sana.getByRole('dialog');
    await dialog.getByLabel('Which monitor is it?').fill('My terminal');
    await choose(dialog, 'Which service does it watch?', 'checkout');
    await look(sana, 'connect-monitor');
    await dialog.getByRole('button', { name: 'Make the key' }).click();
    const line = await dialog
      .getByLabel('the line', { exact: true })
      .innerText();
    await look(sana, 'connect-monitor-line');
    const answer = await pasteIntoTerminal(line);
    if (answer.status !== 202) throw new Error(await answer.text());
    await dialog.getByRole('button', { name: 'Done' }).click();

    say('the step turns green, and the incident is there by itself');
    await says(sana.getByTestId('incidents-now'), 'Something is broken', live);
    await done('Connect a monitor');
    await look(sana, 'three-steps-done');

    say('it is Ben’s, as it was set');
    await openCheckout(sana);
    await says(incidentsCard(sana), 'Ben Okafor');
  },
};

export default firstRun;
