import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { ResponseError } from '@backstage/errors';
import Skeleton from '@material-ui/lab/Skeleton';
import { ReactNode } from 'react';
import { EndpointState } from '../data';
import { useText } from '../translation';
import { useLayout } from './styles';
import { Ago } from './time';

/** The server's own words about an error: its messages say what to do. */
export const messageOf = (error: Error): string =>
  error instanceof ResponseError ? error.body.error.message : error.message;

const kindOf = (error: Error): 'denied' | 'missing' | 'failed' => {
  const status = error instanceof ResponseError ? error.statusCode : 0;
  if (status === 401 || status === 403) return 'denied';
  return status === 404 ? 'missing' : 'failed';
};

/** Nothing to show, and what to do about it. */
export const EmptyState = (props: { title: string; children?: ReactNode }) => {
  const { tight, mute } = useLayout();
  return (
    <div className={tight}>
      <Typography variant="subtitle1" component="p">
        {props.title}
      </Typography>
      {props.children && <div className={mute}>{props.children}</div>}
    </div>
  );
};

/** What went wrong, in the server's words, and a way to try again. */
export const ErrorState = (props: { error: Error; onRetry?: () => void }) => {
  const { tight, bad, breakable } = useLayout();
  const t = useText();
  const kind = kindOf(props.error);
  return (
    <div className={tight} role="alert">
      <Typography variant="subtitle1" component="p" className={bad}>
        {t(`state.${kind}`)}
      </Typography>
      <div className={breakable}>{messageOf(props.error)}</div>
      {props.onRetry && kind === 'failed' && (
        <div>
          <Button size="small" variant="outlined" onClick={props.onRetry}>
            {t('state.retry')}
          </Button>
        </div>
      )}
    </div>
  );
};

/** The error of a command, beside the button that gave it. */
export const CommandError = ({ error }: { error: Error | undefined }) => {
  const { bad, breakable } = useLayout();
  return error ? (
    <div role="alert" className={`${bad} ${breakable}`}>
      {messageOf(error)}
    </div>
  ) : null;
};

/** Grey lines while the first answer is awaited. */
export const LoadingState = ({ lines = 3 }: { lines?: number }) => (
  <div role="progressbar" aria-label={useText()('state.loading')}>
    {Array.from({ length: lines }, (_, index) => (
      <Skeleton key={index} height={28} width={`${100 - index * 12}%`} />
    ))}
  </div>
);

/**
 * Shows an endpoint's answer in each of its states. A last good answer stays on the screen when a newer
 * look fails, with a line that says how old it is.
 */
export function Answer<T>(props: {
  state: EndpointState<T>;
  lines?: number;
  children: (value: T) => ReactNode;
}) {
  const { state, lines, children } = props;
  const t = useText();
  const { warn, small } = useLayout();
  const { value, error, asOf, refresh } = state;
  if (value === undefined) {
    return error ? (
      <ErrorState error={error} onRetry={refresh} />
    ) : (
      <LoadingState lines={lines} />
    );
  }
  return (
    <>
      {error && (
        <div className={`${warn} ${small}`} role="status">
          {t('state.stale', {
            moment: asOf ? <Ago at={asOf.toISOString()} /> : '',
          })}
        </div>
      )}
      {children(value)}
    </>
  );
}
