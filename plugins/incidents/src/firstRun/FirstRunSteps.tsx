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
import { useSettingsText } from '../translation';

const useStyles = makeStyles(theme => ({
  below: { marginTop: theme.spacing(1) },
}));

/** The three steps; each is green when it has worked once. */
export const FirstRunSteps = (props: {
  firstRun: PortalStatus['firstRun'];
}) => {
  const { firstRun } = props;
  const t = useSettingsText();
  const { stack, link } = useLayout();
  const { below } = useStyles();
  const [adding, setAdding] = useState(false);
  const root = useRouteRef(rootRouteRef)();
  return (
    <>
      <ol className={stack} style={{ paddingLeft: 0, margin: 0 }}>
        <Step done={firstRun.monitorConnected} title={t('firstRun.monitor')}>
          {t('firstRun.monitorHow')}
          <div className={below}>
            <Button
              variant="outlined"
              size="small"
              onClick={() => setAdding(true)}
            >
              {t('firstRun.makeKey')}
            </Button>
          </div>
        </Step>
        <Step done={firstRun.onCallSet} title={t('firstRun.onCall')}>
          {t('firstRun.onCallHow', {
            schedule: (
              <Link className={link} to={`${root}/on-call`}>
                {t('firstRun.schedule')}
              </Link>
            ),
            policy: (
              <Link className={link} to={`${root}/policies`}>
                {t('firstRun.policy')}
              </Link>
            ),
          })}
        </Step>
        <Step done={firstRun.testPageSent} title={t('firstRun.testPage')}>
          {t('firstRun.testPageHow')}
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
  const t = useSettingsText();
  const { row, top, tight, grow, ok, mute, strong } = useLayout();
  return (
    <li className={`${row} ${top}`}>
      <span className={props.done ? ok : mute} style={{ fontSize: 20 }}>
        <span aria-hidden>{props.done ? '✔' : '○'}</span>
      </span>
      <div className={`${tight} ${grow}`}>
        <span className={`${strong} ${props.done ? ok : ''}`}>
          {props.done ? t('firstRun.done', { step: props.title }) : props.title}
        </span>
        <div>{props.children}</div>
      </div>
    </li>
  );
};
