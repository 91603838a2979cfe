import { contract } from '@muster/backstage-plugin-incidents-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aDetail, ana, minutesAgo } from '../__testUtils__/builders';
import { FakeServer } from '../__testUtils__/FakeServer';
import { anaHerself } from '../__testUtils__/onCall';
import {
  aDocument,
  aHealth,
  anAskingRun,
  aPlay,
  aRunStep,
  playsOfIncident,
  playsServer,
} from '../__testUtils__/plays';
import { showView } from '../__testUtils__/showView';
import { IncidentsRoot } from '../data';
import { AskingPlays } from './incident/AskingPlays';
import { PlaysPanel } from './incident/PlaysPanel';
import { PlayList } from './list/PlayList';
import { PlayPage } from './play/PlayPage';
import { RunPage } from './run/RunPage';

const { plays } = contract;

describe('plays', () => {
  let server: FakeServer;
  beforeEach(() => {
    server = playsServer().on(contract.portal.me, anaHerself());
  });
  const show = (view: React.ReactElement) =>
    showView(<IncidentsRoot name="plays">{view}</IncidentsRoot>, { server });
  const press = async (name: string | RegExp) =>
    userEvent.click(await screen.findByRole('button', { name }));

  it('are listed with state, what starts them, health and owner', async () => {
    server.on(plays.list, {
      items: [
        aPlay({ health: aHealth({ failing: true }) }),
        aPlay({
          id: 'p2',
          name: 'Tell support',
          state: 'draft',
          startsWhen: '',
        }),
      ],
      nextCursor: null,
    });
    show(<PlayList />);
    expect(
      await screen.findByRole('region', { name: 'SEV1 response' }),
    ).toHaveTextContent(
      /▲failing.*v3 · kept by Payments.*when an incident is triggered.*10 of 12 succeeded.*The last three runs failed.*no one answered/,
    );
    expect(
      screen.getByRole('region', { name: 'Tell support' }),
    ).toHaveTextContent(/○draft.*starts by hand/);
  });

  it('are all paused by an admin, with a reason that everybody reads', async () => {
    const automation = {
      paused: false,
      reason: '',
      since: null,
      by: null,
      may: ['switch' as const],
    };
    server
      .on(plays.automation, automation)
      .onCall(plays.switchAutomation, () => {
        const paused = {
          ...automation,
          paused: true,
          reason: 'It loops',
          since: minutesAgo(0),
          by: ana,
        };
        server.on(plays.automation, paused);
        return paused;
      });
    show(<PlayList />);
    await press('Pause all automation');
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.type(dialog.getByLabelText(/Why/), 'It loops');
    await userEvent.click(dialog.getByRole('button', { name: /^Pause/ }));
    expect(
      await screen.findByText('It loops', {
        selector: '[role=status] *',
      }),
    ).toBeInTheDocument();
    expect(server.callsOf(plays.switchAutomation)[0].body).toEqual({
      paused: true,
      reason: 'It loops',
    });
    expect(
      screen.getByRole('button', { name: 'Let automation go on' }),
    ).toBeInTheDocument();
  });

  it('say which version is in force, and enabling approves the one that was seen', async () => {
    server.on(plays.setState, aPlay());
    show(<PlayPage id="p1" />);
    expect(
      await screen.findByText(/v3 is newer than what is approved/),
    ).toBeInTheDocument();
    const flow = screen.getByRole('list', { name: 'Steps' });
    await waitFor(() =>
      expect(flow).toHaveTextContent(
        /Page the executives page\.people@1.*leave asks Ana Ruiz, 30 min at most.*When it is refused or nobody answers.*ends the run as failed: no.*pause waits 5 min/,
      ),
    );
    await press('Enable v3');
    expect(server.callsOf(plays.setState)[0].body).toEqual({
      version: 3,
      state: 'enabled',
    });
  });

  it('are removed with their runs only after the server has refused to remove them without', async () => {
    server.refuse(plays.remove, 409, 'It has 2 runs under way');
    show(<PlayPage id="p1" />);
    await press('Remove');
    await press('Really remove?');
    expect(
      await screen.findByText('It has 2 runs under way'),
    ).toBeInTheDocument();
    server.on(plays.remove, {});
    await press('Cancel its runs and remove');
    await press('Really remove?');
    await waitFor(() =>
      expect(
        server.callsOf(plays.remove).map(({ query }) => query.runs),
      ).toEqual(['refuse', 'cancel']),
    );
  });

  it('ask in a run, which shows each step and what is to come, and take the answer', async () => {
    server.on(plays.answer, anAskingRun());
    show(<RunPage id="r1" />);
    const steps = await screen.findByRole('list', { name: 'Steps' });
    expect(steps).toHaveTextContent(
      /✓done\s*Page the executives.*Paged Ben Okafor.*◆asks people\s*leave.*Waits for Ana Ruiz/,
    );
    expect(
      screen.getByRole('list', { name: 'Still to come' }),
    ).toHaveTextContent('pause');
    expect(
      screen.getByRole('region', { name: 'SEV1 response asks' }),
    ).toHaveTextContent(/Roll back\?.*asked: Ana Ruiz/);
    await userEvent.type(screen.getByLabelText(/A word/), 'fine');
    await press('Approve');
    expect(server.callsOf(plays.answer)[0].body).toEqual({
      path: 'leave',
      answer: 'approve',
      note: 'fine',
    });
  });

  it('go on from a failed step', async () => {
    server
      .on(
        plays.run,
        anAskingRun({
          state: 'failed',
          asking: false,
          endedAt: minutesAgo(1),
          steps: [
            aRunStep({ state: 'failed', text: 'The other side is down' }),
          ],
          may: ['rerun'],
        }),
      )
      .on(plays.rerun, anAskingRun());
    show(<RunPage id="r1" />);
    expect(
      await screen.findByText('The other side is down'),
    ).toBeInTheDocument();
    await press('Go on from the failed step');
    expect(server.callsOf(plays.rerun)).toHaveLength(1);
    expect(screen.queryByRole('button', { name: 'Cancel the run' })).toBeNull();
  });

  it('ask whoever may answer at the top of an incident, and nobody else', async () => {
    const incident = aDetail();
    server.on(plays.answer, anAskingRun());
    show(<AskingPlays incident={incident} />);
    const panel = await screen.findByRole('region', {
      name: 'SEV1 response asks',
    });
    const [first] = within(panel).getAllByRole('button');
    expect(first).toHaveTextContent('Approve');
    const [, asking] = anAskingRun().steps;
    server.on(
      plays.run,
      anAskingRun({
        steps: [
          {
            ...asking,
            question: asking.question && { ...asking.question, may: [] },
          },
        ],
      }),
    );
    await userEvent.click(first);
    await waitFor(() => expect(panel).not.toBeInTheDocument());
  });

  it('say beside their question that an answer waits while automation is paused', async () => {
    server.on(
      plays.ofIncident,
      playsOfIncident({ paused: 'Sana Iqbal has paused all automation' }),
    );
    show(<AskingPlays incident={aDetail()} />);
    const panel = await screen.findByRole('region', {
      name: 'SEV1 response asks',
    });
    expect(within(panel).getByRole('status')).toHaveTextContent(
      /All automation is paused.*Sana Iqbal/,
    );
    expect(
      within(panel).getByRole('button', { name: 'Approve' }),
    ).toBeEnabled();
  });

  it('start by hand as they were approved, with what was seen in the dry run', async () => {
    server
      .on(plays.versions, {
        items: [
          {
            version: 2,
            madeAt: minutesAgo(900),
            madeBy: ana,
            approvedAt: minutesAgo(900),
            approvedBy: ana,
            source: 'as it was approved',
            diff: [],
          },
        ],
      })
      .on(plays.check, { faults: [], document: aDocument(), actions: [] })
      .on(
        plays.ofIncident,
        playsOfIncident({ runs: [], paused: 'Paused by Ana' }),
      )
      .on(plays.dryRun, {
        faults: [],
        planHash: 'h1',
        starts: { would: false, because: 'it is SEV2' },
        steps: [
          {
            path: 'executives',
            id: 'executives',
            title: 'Page the executives',
            kind: 'action',
            action: 'page.people@1',
            afterMinutes: 0,
            outcome: 'runs',
            certainty: 'sure',
            lines: ['pages Ben Okafor by SMS'],
          },
        ],
        incident: {
          name: 'INC-7',
          title: 'Checkout errors above 5 %',
          severity: 'SEV2',
          entity: { ref: 'component:default/checkout', name: 'checkout' },
        },
      })
      .on(plays.start, anAskingRun());
    show(<PlaysPanel incident={aDetail()} />);
    expect(await screen.findByText('Paused by Ana')).toBeInTheDocument();
    expect(screen.getByText(/when nobody acknowledges/)).toBeInTheDocument();
    await press('Start a play');
    await press('Show what would happen');
    expect(
      await screen.findByRole('list', { name: 'What would happen' }),
    ).toHaveTextContent(
      /at once\s*Page the executives sure\s*pages Ben Okafor by SMS/,
    );
    await press('Start');
    await waitFor(() =>
      expect(screen.getByTestId('address')).toHaveTextContent(
        '/incidents/plays/runs/r1',
      ),
    );
    expect(server.callsOf(plays.dryRun)[0].body).toMatchObject({
      source: 'as it was approved',
    });
    expect(server.callsOf(plays.start)[0].body).toMatchObject({
      incidentId: 'INC-7',
      planHash: 'h1',
    });
  });
});
