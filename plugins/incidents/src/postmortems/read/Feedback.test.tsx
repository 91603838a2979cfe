import {
  contract,
  PostmortemFeedback,
} from '@muster/backstage-plugin-incidents-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ben, minutesAgo } from '../../__testUtils__/builders';
import { FakeServer } from '../../__testUtils__/FakeServer';
import { aPostmortemDetail } from '../../__testUtils__/postmortems';
import { showView } from '../../__testUtils__/showView';
import { IncidentsRoot } from '../../data';
import { Feedback } from './Feedback';

const { postmortems } = contract;

const none: PostmortemFeedback = {
  average: null,
  count: 0,
  mine: null,
  mayGive: false,
  sentences: [],
};

const show = (feedback: PostmortemFeedback) => {
  const server = new FakeServer()
    .on(postmortems.feedback, feedback)
    .on(postmortems.giveFeedback, feedback);
  showView(
    <IncidentsRoot name="read">
      <Feedback postmortem={aPostmortemDetail()} />
    </IncidentsRoot>,
    { server },
  );
  return server;
};

describe('feedback about a postmortem', () => {
  it('is asked of who took part, and sent once a score is chosen', async () => {
    const server = show({ ...none, mayGive: true });
    const send = await screen.findByRole('button', { name: 'Answer' });
    expect(screen.getByText('Nobody has answered yet.')).toBeInTheDocument();
    await userEvent.type(
      screen.getByLabelText('A sentence, if you like'),
      'Clear',
    );
    expect(send).toBeDisabled();
    const scale = within(
      screen.getByRole('radiogroup', {
        name: 'How useful was this postmortem?',
      }),
    );
    await userEvent.click(scale.getByRole('radio', { name: '4' }));
    await userEvent.click(send);
    await waitFor(() =>
      expect(server.callsOf(postmortems.giveFeedback)).toMatchObject([
        { params: { id: 'PM-12' }, body: { score: 4, text: 'Clear' } },
      ]),
    );
  });

  it('can be changed, and shows what others say', async () => {
    const server = show({
      average: 3.5,
      count: 2,
      mine: { score: 3, text: 'Long' },
      mayGive: true,
      sentences: [
        { person: ben, score: 4, text: 'I learnt it', at: minutesAgo(5) },
      ],
    });
    expect(
      await screen.findByText('3.5 of 5, from 2 people who took part'),
    ).toBeInTheDocument();
    expect(screen.getByText('I learnt it')).toBeInTheDocument();
    const change = screen.getByRole('button', { name: 'Change my answer' });
    expect(screen.getByRole('radio', { name: '3' })).toBeChecked();
    expect(change).toBeDisabled();
    await userEvent.click(screen.getByRole('radio', { name: '5' }));
    await userEvent.click(change);
    await waitFor(() =>
      expect(server.callsOf(postmortems.giveFeedback)).toMatchObject([
        { body: { score: 5, text: 'Long' } },
      ]),
    );
  });

  it('shows others the average, and asks them nothing', async () => {
    show({ ...none, average: 4, count: 1 });
    expect(
      await screen.findByText('4 of 5, from 1 person who took part'),
    ).toBeInTheDocument();
    expect(screen.queryByRole('radio')).toBeNull();
  });

  it('is no part of the page for others while nobody has answered', async () => {
    const server = show(none);
    await waitFor(() =>
      expect(server.callsOf(postmortems.feedback)).toHaveLength(1),
    );
    expect(screen.queryByTestId('incidents-feedback')).toBeNull();
  });
});
