import Button from '@material-ui/core/Button';
import { ReactNode } from 'react';
import { CommandError, useLayout } from '../../kit';

/** Fields, a button that tries, and below it what came of it. */
export const TrialForm = (props: {
  /** What the button says. */
  verb: string;
  disabled: boolean;
  error: Error | undefined;
  onRun: () => Promise<void>;
  fields: ReactNode;
  children: ReactNode;
}) => {
  const { stack } = useLayout();
  return (
    <form
      className={stack}
      onSubmit={event => {
        event.preventDefault();
        void props.onRun();
      }}
    >
      {props.fields}
      <div>
        <Button type="submit" variant="outlined" disabled={props.disabled}>
          {props.verb}
        </Button>
      </div>
      <CommandError error={props.error} />
      {props.children}
    </form>
  );
};
