// bin/outage: plays an outage against a running demo, so that a newcomer sees everything move.
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { PortalClient } from './outage/PortalClient.mjs';
import { asText, reportOn } from './outage/report.mjs';
import { setTheScene } from './outage/setting.mjs';
import { playOutage } from './outage/story.mjs';
import { explain, Refusal, say } from './say.mjs';

const usage = `Usage: bin/outage [--url URL] [--fast] [--json]

  Plays an outage against a running demo portal (bin/start): a deploy, slow, errors, down, recovery.
  Watch it at URL/incidents. It takes about two minutes.

  --url URL   the portal; default http://localhost:7007
  --fast      no pauses for whoever watches
  --json      print the incidents, their states and every page as JSON on standard output
  --help      this text

  Exit code 0 only if every incident that it opened has ended resolved.`;

function readOptions() {
  try {
    return parseArgs({
      options: {
        url: { type: 'string', default: 'http://localhost:7007' },
        fast: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new Refusal(error.message, { usage, exitCode: 2 });
  }
}

async function outage() {
  const { url, fast, json, help } = readOptions();
  if (help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  if (!URL.canParse(url)) {
    throw new Refusal(
      `--url is '${url}', and should be like http://localhost:7007`,
      {
        usage,
        exitCode: 2,
      },
    );
  }
  const portal = new PortalClient(url);
  say('setting the scene: a schedule, a policy, a monitor for each service');
  await setTheScene(portal);
  const ids = await playOutage({
    portal,
    tell: say,
    pause: fast ? async () => {} : seconds => wait(seconds * 1000),
    run: Date.now().toString(36),
  });
  const report = await reportOn(portal, ids);
  process.stdout.write(
    `${json ? JSON.stringify(report, null, 2) : asText(report)}\n`,
  );
  say(
    report.allResolved
      ? 'every incident has ended resolved'
      : 'not every incident has ended resolved',
  );
  return report.allResolved ? 0 : 1;
}

process.exitCode = await outage().catch(explain);
