import { Journey } from '../src/journey';
import { signInAs } from '../src/signIn';

/** A newcomer opens the portal, chooses who they are, and finds the incidents. */
const firstRun: Journey = {
  name: 'first-run',
  async run({ open, look, say }) {
    const page = await open();
    await page.goto('/');
    await page.getByRole('heading', { name: 'Who are you today?' }).waitFor();
    await look(page, 'sign-in');

    await signInAs(page, 'Ana Ruiz');
    say('signed in as Ana Ruiz');
    await page.goto('/incidents');
    await page.locator('[data-testid^=incidents-]').first().waitFor();
    await look(page, 'incidents');
  },
};

export default firstRun;
