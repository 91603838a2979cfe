import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { PortalStatus } from '@muster/backstage-plugin-incidents-common';
import { ReactNode, useState } from 'react';
import { useLayout } from '../kit';
import { TestPage } from '../contacts/TestPage';
import { rootRouteRef } from '../routes';
import { AddIntegrationDialog } from '../settings/AddIntegrationDialog';

const useStyles = makeStyles(theme => ({
  below: { marginTop: theme.spacing(1) },
}));

/** The three steps; each is green when it has worked once. */
export const FirstRunSteps = (props: {
  firstRun: PortalStatus['firstRun'];
}) => {
  const { firstRun } = props;
  const { stack, link } = useLayout();
  const { below } = useStyles();
  const [adding, setAdding] = useState(false);
  const root = useRouteRef(rootRouteRef)();
  return (
    <>
      <ol className={stack} style={{ paddingLeft: 0, margin: 0 }}>
        <Step done={firstRun.monitorConnected} title="Connect a monitor">
          Make a key for a service, and paste the line that you get into a
          terminal: an incident appears here by itself.
          <div className={below}>
            <Button
              variant="outlined"
              size="small"
              onClick={() => setAdding(true)}
            >
              Make a key
            </Button>
          </div>
        </Step>
        <Step done={firstRun.onCallSet} title="Set who is on call">
          Until you do, the lead or the members of the owning team are paged.
          Make a{' '}
          <Link className={link} to={`${root}/on-call`}>
            schedule
          </Link>
          , then a{' '}
          <Link className={link} to={`${root}/policies`}>
            policy
          </Link>{' '}
          that pages it.
        </Step>
        <Step done={firstRun.testPageSent} title="Send a test page">
          See what somebody who is woken would get.
          <div className={below}>
            <TestPage />
          </div>
        </Step>
      </ol>
      {adding && <AddIntegrationDialog onClose={() => setAdding(false)} />}
    </>
  );
};

const Step = (props: { done: boolean; title: string; children: ReactNode }) => {
  const { row, top, tight, grow, ok, mute, strong } = useLayout();
  return (
    <li className={`${row} ${top}`}>
      <span className={props.done ? ok : mute} style={{ fontSize: 20 }}>
        <span aria-hidden>{props.done ? '✔' : '○'}</span>
      </span>
      <div className={`${tight} ${grow}`}>
        <span className={`${strong} ${props.done ? ok : ''}`}>
          {props.title}
          {props.done && ' – done'}
        </span>
        <div>{props.children}</div>
      </div>
    </li>
  );
};
