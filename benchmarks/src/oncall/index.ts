// How soon a calendar is computed, and how soon a whole company knows who is on call.
import { Bench } from '../bench';
import { company } from './company';
import { measureServices } from './services';
import { measureYear } from './year';

const bench: Bench = async context => {
  // First, while nothing of this process is warm.
  const year = measureYear(context);
  const services = await measureServices(context);
  return {
    title: 'On call: a year of a schedule, and everybody now',
    database: services.database,
    rows: [...year.rows, ...services.rows],
    figures: [...year.figures, ...services.figures],
    notes: [
      ...year.notes,
      `${company.services.toLocaleString('en-GB')} services of ${company.teams} teams with a schedule of two layers each, in one answer over HTTP, one request after another.`,
    ],
  };
};

export default bench;
