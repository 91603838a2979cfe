import { Page } from 'playwright-core';

/** What "live" means: so long, in ms, may it take until a screen shows what happened. */
export const live = 5000;

/**
 * Takes the signals away from a page before it is opened: its WebSocket connects, and stays silent, as
 * behind a proxy that swallows it. What it shows must come by polling.
 */
export async function withoutSignals(page: Page): Promise<void> {
  await page.routeWebSocket(/\/api\/signals/, () => {});
}

/** Counts the signals about incidents that reach a page; listen before it is opened. */
export function countSignals(page: Page): () => number {
  let count = 0;
  page.on('websocket', socket =>
    socket.on('framereceived', ({ payload }) => {
      if (payload.toString().includes('"incidentIds"')) count += 1;
    }),
  );
  return () => count;
}
