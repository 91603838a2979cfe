import { createApiRef } from '@backstage/core-plugin-api';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { TestApiProvider } from '@backstage/frontend-test-utils';
import { contract } from '@muster/backstage-plugin-incidents-common';
import { act, render, screen } from '@testing-library/react';
import { ReactNode } from 'react';
import { incidentsApiRef } from '../api';
import { aDetail } from '../__testUtils__/builders';
import { FakeServer } from '../__testUtils__/FakeServer';
import { forgetData, IncidentsRoot } from './IncidentsRoot';
import { backOff, EndpointOptions, useEndpoint } from './useEndpoint';

const { get } = contract.incidents;
/** Whatever a portal has in place of signals; nobody asks for it. */
const noSignalApiRef = createApiRef<object>({ id: 'test.no-signals' });

const Title = (props: { name: string } & EndpointOptions) => {
  const { name, ...options } = props;
  const { value, loading, error, refresh } = useEndpoint(
    get,
    { params: { id: name } },
    options,
  );
  return (
    <button onClick={refresh}>
      {[
        loading && 'loading',
        value && `${value.name} ${value.title}`,
        error && `failed: ${error.message}`,
      ]
        .filter(Boolean)
        .join(', ')}
    </button>
  );
};

describe('useEndpoint', () => {
  let server: FakeServer;
  let visibility: DocumentVisibilityState;
  let signal: (message: object) => void;

  beforeEach(() => {
    jest.useFakeTimers();
    visibility = 'visible';
    jest
      .spyOn(document, 'visibilityState', 'get')
      .mockImplementation(() => visibility);
    server = new FakeServer().onCall(get, ({ params }) =>
      aDetail({ name: params.id, title: `asked ${server.calls.length}` }),
    );
  });
  afterEach(() => {
    forgetData();
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  const pass = (seconds: number) =>
    act(() => jest.advanceTimersByTimeAsync(seconds * 1000));
  const roots = (children: ReactNode) => (
    <IncidentsRoot name="test">{children}</IncidentsRoot>
  );
  const show = (view: ReactNode, { signals = false } = {}) => {
    const signalApi = {
      subscribe: (_channel: string, tell: (message: object) => void) => {
        signal = tell;
        return { unsubscribe: () => {} };
      },
    };
    const portal = (content: ReactNode) => (
      <TestApiProvider
        apis={[
          [incidentsApiRef, server.client],
          [signals ? signalApiRef : noSignalApiRef, signalApi],
        ]}
      >
        {content}
      </TestApiProvider>
    );
    const { rerender } = render(portal(view));
    return (next: ReactNode) => rerender(portal(next));
  };
  const text = () =>
    screen.getAllByRole('button').map(({ textContent }) => textContent);

  it('asks once for views that ask the same, and keeps asking', async () => {
    show(
      <>
        {roots(<Title name="INC-1" every={3} />)}
        {roots(<Title name="INC-1" every={3} />)}
      </>,
    );
    expect(text()).toEqual(['loading', 'loading']);
    await pass(0.1);
    expect(text()).toEqual(['INC-1 asked 1', 'INC-1 asked 1']);
    await pass(3);
    expect(text()).toEqual(['INC-1 asked 2', 'INC-1 asked 2']);
  });

  it('does not ask while nobody looks', async () => {
    show(roots(<Title name="INC-1" every={3} />));
    await pass(0.1);
    visibility = 'hidden';
    act(() => void window.dispatchEvent(new Event('visibilitychange')));
    await pass(60);
    expect(server.calls).toHaveLength(1);
    visibility = 'visible';
    act(() => void window.dispatchEvent(new Event('visibilitychange')));
    await pass(0.1);
    expect(server.calls).toHaveLength(2);
  });

  it('keeps the last answer while the server is away, asks less and less often, and recovers', async () => {
    show(roots(<Title name="INC-1" every={3} />));
    await pass(0.1);
    server.down();
    await pass(3);
    expect(text()).toEqual(['INC-1 asked 1, failed: Failed to fetch']);
    const asked = server.calls.length;
    await pass(60);
    expect(server.calls.length - asked).toBeLessThanOrEqual(5);
    server.up();
    await pass(60);
    expect(text()[0]).toMatch(/^INC-1 asked \d+$/);
    const recovered = server.calls.length;
    await pass(9);
    expect(server.calls.length - recovered).toBeGreaterThanOrEqual(2);
  });

  it('asks again at once when told to', async () => {
    server.down();
    show(roots(<Title name="INC-1" />));
    await pass(0.1);
    expect(text()).toEqual(['failed: Failed to fetch']);
    server.up();
    screen.getByRole('button').click();
    await pass(0.1);
    expect(text()).toEqual(['INC-1 asked 2']);
  });

  it('does not ask again soon for what was refused', async () => {
    server.refuse(get, 403, 'no');
    show(roots(<Title name="INC-1" every={3} />));
    await pass(20);
    expect(server.calls).toHaveLength(1);
    await pass(20);
    expect(server.calls).toHaveLength(2);
  });

  it('never shows the answer about one thing for another', async () => {
    const show2 = show(roots(<Title name="INC-1" />));
    await pass(0.1);
    show2(roots(<Title name="INC-2" />));
    expect(text()).toEqual(['loading']);
    await pass(0.1);
    expect(text()).toEqual(['INC-2 asked 2']);
  });

  it('keeps the rows of a list while its question changes', async () => {
    const show2 = show(roots(<Title name="INC-1" keep />));
    await pass(0.1);
    show2(roots(<Title name="INC-2" keep />));
    expect(text()).toEqual(['INC-1 asked 1']);
  });

  it('does not keep the rows of another question beside the failure of this one', async () => {
    const show2 = show(roots(<Title name="INC-1" keep />));
    await pass(0.1);
    server.down();
    show2(roots(<Title name="INC-2" keep />));
    await pass(0.1);
    expect(text()).toEqual(['failed: Failed to fetch']);
  });

  it('looks once for a storm of signals', async () => {
    show(roots(<Title name="INC-1" every={30} />), { signals: true });
    await pass(0.1);
    const storm = Array.from({ length: 50 }, (_, incidentId) => incidentId);
    storm.forEach(incidentId =>
      act(() => signal({ incidentId, entityRef: 'component:default/x' })),
    );
    await pass(1);
    expect(text()).toEqual(['INC-1 asked 2']);
  });
});

describe('backOff', () => {
  it.each([
    [3, 0, 3],
    [3, 1, 6],
    [3, 4, 48],
    [3, 5, 60],
    [30, 1, 60],
  ])('every %d s, after %d failures more: %d s', (every, failures, wait) => {
    expect(backOff(every, failures)).toBe(wait);
  });
});
