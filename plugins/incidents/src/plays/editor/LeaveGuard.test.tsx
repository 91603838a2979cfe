import { screen, waitForElementToBeRemoved } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeServer } from '../../__testUtils__/FakeServer';
import { showView } from '../../__testUtils__/showView';
import { LeaveGuard } from './LeaveGuard';

it('asks at each link, also after one that led nowhere', async () => {
  const follow = jest.fn((event: { preventDefault(): void }) =>
    event.preventDefault(),
  );
  showView(
    <>
      <LeaveGuard />
      <a href="/elsewhere" onClick={follow}>
        Elsewhere
      </a>
    </>,
    { server: new FakeServer() },
  );
  for (const times of [1, 2]) {
    await userEvent.click(screen.getByText('Elsewhere'));
    await userEvent.click(
      await screen.findByRole('button', { name: /^leave/i }),
    );
    expect(follow).toHaveBeenCalledTimes(times);
    await waitForElementToBeRemoved(() => screen.queryByRole('dialog'));
  }
});
