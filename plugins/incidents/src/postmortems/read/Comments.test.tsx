import { contract } from '@muster/backstage-plugin-incidents-common';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeServer } from '../../__testUtils__/FakeServer';
import { aPostmortemDetail } from '../../__testUtils__/postmortems';
import { showView } from '../../__testUtils__/showView';
import { IncidentsRoot } from '../../data';
import { Comments } from './Comments';

const { postmortems } = contract;

describe('comments on a postmortem', () => {
  it('offers names after an @, and goes on in the field with the one that is pressed', async () => {
    const server = new FakeServer().on(postmortems.comments, { items: [] });
    showView(
      <IncidentsRoot name="read">
        <Comments postmortem={aPostmortemDetail()} />
      </IncidentsRoot>,
      { server },
    );
    const field = await screen.findByLabelText(/^Write a comment/);
    await userEvent.type(field, 'Ask @ben');
    await waitFor(() =>
      expect(screen.queryByRole('button', { name: /Ana Ruiz/ })).toBeNull(),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: /Ben Okafor/ }),
    );
    expect(field).toHaveValue('Ask @user:default/ben.okafor ');
    expect(field).toHaveFocus();
    expect(screen.queryByRole('button', { name: /Ben Okafor/ })).toBeNull();
  });
});
