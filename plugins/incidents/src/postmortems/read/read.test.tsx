import {
  contract,
  PostmortemDetail,
} from '@muster/backstage-plugin-incidents-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ben, minutesAgo, payments } from '../../__testUtils__/builders';
import { FakeServer } from '../../__testUtils__/FakeServer';
import {
  aFollowUp,
  aPostmortemDetail,
  aTimelineEntry,
} from '../../__testUtils__/postmortems';
import { showView } from '../../__testUtils__/showView';
import { IncidentsRoot } from '../../data';
import { ReadPage } from './ReadPage';

const { postmortems } = contract;

describe('reading a postmortem', () => {
  let server: FakeServer;
  beforeEach(() => {
    server = new FakeServer()
      .on(postmortems.comments, { items: [] })
      .on(postmortems.timeline, { items: [] });
  });
  const show = (postmortem: PostmortemDetail) => {
    server.on(postmortems.get, postmortem);
    showView(
      <IncidentsRoot name="read">
        <ReadPage name="PM-12" />
      </IncidentsRoot>,
      { server },
    );
  };

  it('lets whoever may choose who reads a published one, and changes nothing else', async () => {
    const restricted = aPostmortemDetail({
      restricted: true,
      restrictedTo: [payments],
      may: ['comment', 'restrict'],
    });
    server
      .on(postmortems.edit, restricted)
      .on(postmortems.shutOut, { items: [ben.ref] });
    show(restricted);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Who may read it' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    const only = dialog.getByRole('checkbox', { name: /Only some/ });
    expect(only).toBeChecked();
    expect(dialog.getByText(/reviewers and admins may/)).toBeInTheDocument();
    // Ben has a follow-up of it.
    expect(
      await dialog.findByText(/cannot read this: it is restricted to/),
    ).toBeInTheDocument();
    expect(server.callsOf(postmortems.shutOut)[0].query).toEqual({
      refs: ben.ref,
      restrictedTo: payments.ref,
    });
    await userEvent.click(only);
    await userEvent.click(dialog.getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(server.callsOf(postmortems.edit)[0]).toMatchObject({
        params: { id: 'PM-12' },
        body: { version: 3, restrictedTo: [] },
      }),
    );
    expect(
      Object.keys(Object(server.callsOf(postmortems.edit)[0].body)),
    ).toEqual(['version', 'restrictedTo']);
  });

  it('offers that to nobody else', async () => {
    show(aPostmortemDetail());
    await screen.findByRole('button', { name: 'Copy link' });
    expect(
      screen.queryByRole('button', { name: 'Who may read it' }),
    ).toBeNull();
  });

  it('has what a merged entry stands for, and more about a follow-up, one click away', async () => {
    server.on(postmortems.timeline, {
      items: [
        aTimelineEntry({
          id: 'all',
          text: 'Alerts came in',
          merged: [
            { id: 'a', at: minutesAgo(90), text: '5xx above 5 %' },
            { id: 'b', at: minutesAgo(89), text: 'Latency above 2 s' },
          ],
        }),
        aTimelineEntry({ id: 'one', text: 'Ana acknowledged' }),
      ],
    });
    show(
      aPostmortemDetail({
        followUpList: [
          aFollowUp({ description: 'Of every client, also of batch jobs.' }),
          aFollowUp({ id: 32, name: 'FU-32' }),
        ],
      }),
    );
    const summary = await screen.findByText('stands for 2 entries');
    expect(screen.getByText(/Latency above 2 s/)).not.toBeVisible();
    await userEvent.click(summary);
    expect(screen.getByText(/Latency above 2 s/)).toBeVisible();
    expect(screen.getAllByText(/stands for/)).toHaveLength(1);

    const line = within(screen.getByTestId('incidents-FU-31'));
    await userEvent.click(line.getByText('More about it'));
    expect(line.getByText(/also of batch jobs/)).toBeVisible();
    expect(
      within(screen.getByTestId('incidents-FU-32')).queryByText(
        'More about it',
      ),
    ).toBeNull();
  });
});
