// Runs journeys in a real browser against real portals: bin/yarn e2e [name …]
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { browserArgs, findBrowser } from '../../bin/lib/browser.mjs';
import { explain, Refusal, secondsSince } from '../../bin/lib/say.mjs';
import { Accessibility } from './Accessibility';
import { Journey } from './journey';
import { outputFolder, runJourney } from './runJourney';

const journeysFolder = resolve(__dirname, '../journeys');
const print = (line: string) => process.stdout.write(`${line}\n`);

async function main(args: string[]): Promise<number> {
  const journeys = await readJourneys(
    parseArgs({ args, allowPositionals: true }).positionals,
  );
  const browser = await chromium.launch({
    executablePath: await findBrowser(),
    args: browserArgs,
  });
  const accessibility = new Accessibility();
  let passed = 0;
  let failed = 0;
  try {
    for (const journey of journeys) {
      const start = performance.now();
      print(`journey  ${journey.name}`);
      try {
        await runJourney(
          journey,
          browser,
          accessibility,
          process.env.MUSTER_DATABASE_URL || undefined,
        );
        passed += 1;
        print(`ok       ${journey.name} (${secondsSince(start)})`);
      } catch (error) {
        failed += 1;
        print(`FAILED   ${journey.name} (${secondsSince(start)})`);
        print(error instanceof Error ? `${error.stack}` : String(error));
      }
    }
  } finally {
    await browser.close();
  }
  print(
    `axe, in Backstage's own shell (counted, not ours): ${accessibility.shell}`,
  );
  print(`pictures: ${outputFolder}`);
  print(`${passed} passed, ${failed} failed`);
  return failed ? 1 : 0;
}

/** The journeys of these names; all of them when none is named. */
async function readJourneys(names: readonly string[]): Promise<Journey[]> {
  const known = (await readdir(journeysFolder))
    .filter(file => file.endsWith('.ts'))
    .map(file => file.replace(/\.ts$/, ''))
    .sort();
  const unknown = names.filter(name => !known.includes(name));
  if (unknown.length) {
    throw new Refusal(
      `there is no journey '${unknown.join("', '")}'; there are: ${known.join(', ')}`,
      { exitCode: 2 },
    );
  }
  const chosen = names.length ? names : known;
  return chosen.map(name => {
    const file: { default: Journey } = require(join(journeysFolder, name));
    return file.default;
  });
}

main(process.argv.slice(2)).then(
  code => {
    process.exitCode = code;
  },
  error => {
    process.exitCode = explain(error);
  },
);
