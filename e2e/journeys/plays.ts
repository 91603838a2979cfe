import { contract } from '@muster/backstage-plugin-incidents-common';
import { Locator, Page } from 'playwright-core';
import { Journey } from '../src/journey';
import { waitFor } from '../src/waitFor';
import { as, untilOwner } from '../steps/api';
import { checkout } from '../steps/cast';
import { DeployTool } from '../steps/DeployTool';
import { arrive, choose, phone, says } from '../steps/screens';

let tool: DeployTool;

const sev1 = { entityRef: checkout, severity: 'SEV1' } as const;

const plays = (page: Page): Locator => page.getByTestId('incidents-plays');
const panel = (page: Page, title: string): Locator =>
  page.getByRole('region', { name: title });
const press = (part: Locator, name: string): Promise<void> =>
  part.getByRole('button', { name, exact: true }).click();

/**
 * Ana writes the play for SEV1 from the library, tries it without any effect, and puts it in force. In an outage
 * it asks her on her phone; the backend is killed meanwhile, and the run goes on; what fails is done again.
 */
const journey: Journey = {
  name: 'plays',
  async beside() {
    tool = await DeployTool.start();
    return {
      config: () => ({
        incidents: { plays: { http: { allow: ['127.0.0.1'] } } },
      }),
      stop: () => tool.stop(),
    };
  },
  async run(given) {
    const { portal, look, say } = given;
    const api = await as(portal, 'Ana Ruiz');
    await untilOwner(api, checkout);
    await api.call(contract.incidents.create, {
      body: { ...sev1, title: 'Payments were down last time' },
    });
    await api.call(contract.incidents.resolve, { params: { id: 'INC-1' } });

    say('Ana begins with the ready play for SEV1, and makes it her team’s');
    const ana = await arrive(given, 'Ana Ruiz');
    await ana.goto('/incidents/plays');
    await says(plays(ana), 'No plays yet');
    await look(ana, 'none');
    await ana.getByRole('button', { name: 'New play' }).click();
    await look(ana, 'library');
    await press(ana.getByRole('region', { name: /^SEV1/ }), 'Begin with this');
    const form = panel(ana, 'Form');
    await choose(form, 'Which team keeps it?', 'Payments');

    say('nobody waits for ten minutes in a journey; a person is asked instead');
    await press(form, 'Remove patience');
    await press(form, 'Remove everybody');
    const add = async (kind: string) => {
      await form
        .getByRole('combobox', { name: 'Add a step: Steps' })
        .selectOption(kind);
      await press(form, 'Add a step: Steps');
    };
    await add('approve');
    const approval = form.getByRole('group', { name: /· approval$/ });
    await approval.getByLabel('Question').fill('Roll {{ entity.name }} back?');
    await add('action');
    const action = form.getByRole('group', { name: /· step$/ });
    await action.getByLabel('Action').fill('http.request');
    await action.getByLabel('Action').press('Tab');
    await action.getByLabel('url').fill(`${tool.url}/roll-back`);
    await action.getByLabel('method').selectOption('POST');
    await says(panel(ana, 'YAML'), 'No faults');

    say('a slip is shown where it is, before anything is saved');
    const condition = form.getByLabel('Only if (CEL)', { exact: true }).first();
    await condition.fill('incident.sevrity == "SEV1"');
    await says(panel(ana, 'YAML'), /Line \d+, column \d+/);
    await look(ana, 'fault');
    await condition.fill('incident.severity == "SEV1"');
    await says(panel(ana, 'YAML'), 'No faults');

    say('she dry-runs it, and backtests it');
    const dryRun = panel(ana, 'Dry run');
    await choose(dryRun, 'Or a service', 'checkout');
    await press(dryRun, 'Dry-run it');
    await says(dryRun, 'It would start by itself');
    const backtest = panel(ana, 'Backtest');
    await press(backtest, 'Backtest it');
    await says(backtest, /INC-1/);
    await look(ana, 'tried');

    say('she saves and enables it');
    await ana.getByRole('button', { name: 'Save as a draft' }).click();
    await says(plays(ana), 'No version is approved');
    await look(ana, 'draft');
    await press(plays(ana), 'Enable v1');
    await says(plays(ana), /v1 approved by Ana Ruiz/);

    say('an outage: her phone asks her first of all');
    await ana.close();
    let mobile = await arrive(given, 'Ana Ruiz', { look: phone });
    await api.call(contract.incidents.create, {
      body: { ...sev1, title: 'Checkout errors above 5 %' },
    });
    await mobile.goto('/incidents/INC-2');
    const asks = () => panel(mobile, 'SEV1 response asks');
    await says(asks(), 'Roll checkout back?');
    await look(mobile, 'asked');

    say('the backend is killed and comes back: the question is still there');
    await mobile.close();
    await portal.crash();
    tool.status = 403;
    mobile = await arrive(given, 'Ana Ruiz', { look: phone });
    await mobile.goto('/incidents/INC-2');
    await press(asks(), 'Approve');

    say('it goes on; what fails says why, and is done again');
    await mobile.getByRole('link', { name: /^SEV1 response v1/ }).click();
    const again = mobile.getByRole('button', {
      name: 'Go on from the failed step',
    });
    await again.waitFor();
    await says(plays(mobile), /403/);
    await look(mobile, 'failed');
    tool.status = 200;
    await again.click();
    await says(plays(mobile), 'succeeded');
    await look(mobile, 'succeeded');
    await mobile.goto('/incidents/INC-2');
    await says(panel(mobile, 'Plays'), 'succeeded');
    await look(mobile, 'incident');
    await waitFor('two calls, each known by its own key', async () => {
      const keys = tool.calls.map(({ idempotencyKey }) => idempotencyKey);
      return keys.length === 2 && new Set(keys).size === 2;
    });
  },
};

export default journey;
