import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Material-UI 4 asks React for DOM nodes in a way that React's strict mode warns of at every button.
const { error } = console;
jest.spyOn(console, 'error').mockImplementation((message, ...rest) => {
  if (!String(message).includes('findDOMNode is deprecated')) {
    error(message, ...rest);
  }
});

// A screen with a table and dialogs takes seconds to render on a machine that is busy with other tests.
jest.setTimeout(60_000);
configure({ asyncUtilTimeout: 15_000 });
