import { LinkButton } from '@backstage/core-components';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { toastApiRef } from '@backstage/frontend-plugin-api';
import Button from '@material-ui/core/Button';
import { PostmortemDetail } from '@muster/backstage-plugin-incidents-common';
import { lazy, Suspense, useState } from 'react';
import { useLayout } from '../../kit';
import { postmortemRouteRef } from '../../routes';
import { usePostmortemsText } from '../../translation';
import { WorthReadingButton } from './WorthReadingButton';

const AmendDialog = lazy(() =>
  import('./AmendDialog').then(m => ({ default: m.AmendDialog })),
);
const SignOffDialog = lazy(() =>
  import('./SignOffDialog').then(m => ({ default: m.SignOffDialog })),
);
const RestrictDialog = lazy(() =>
  import('./RestrictDialog').then(m => ({ default: m.RestrictDialog })),
);
const WorthReadingDialog = lazy(() =>
  import('./WorthReadingDialog').then(m => ({ default: m.WorthReadingDialog })),
);
const ExportDialog = lazy(() =>
  import('./ExportDialog').then(m => ({ default: m.ExportDialog })),
);

type Dialog = 'amend' | 'sign-off' | 'restrict' | 'worth-reading' | 'export';

/** What the viewer can do with a postmortem that they read. */
export const ReadActions = ({
  postmortem,
}: {
  postmortem: PostmortemDetail;
}) => {
  const t = usePostmortemsText();
  const { row, wrap } = useLayout();
  const toast = useApi(toastApiRef);
  const toPostmortem = useRouteRef(postmortemRouteRef);
  const [dialog, setDialog] = useState<Dialog>();
  const close = () => setDialog(undefined);
  const { name, may } = postmortem;
  const address = toPostmortem({ name });
  const copy = async () => {
    await navigator.clipboard.writeText(`${window.location.origin}${address}`);
    toast.post({
      title: t('read.linkCopied', { postmortem: name }),
      status: 'success',
      timeout: 6_000,
    });
  };
  return (
    <div className={`${row} ${wrap}`} style={{ gap: 8 }} data-noprint>
      {may.includes('sign-off') && (
        <Button
          size="small"
          variant="contained"
          color="primary"
          onClick={() => setDialog('sign-off')}
        >
          {t('read.signOff')}
        </Button>
      )}
      {may.includes('write') && (
        <LinkButton
          size="small"
          variant={may.includes('sign-off') ? 'outlined' : 'contained'}
          color="primary"
          to={`${address}/edit`}
        >
          {t('read.edit')}
        </LinkButton>
      )}
      {may.includes('amend') && (
        <Button
          size="small"
          variant="outlined"
          onClick={() => setDialog('amend')}
        >
          {t('read.amend')}
        </Button>
      )}
      {may.includes('restrict') && (
        <Button
          size="small"
          variant="outlined"
          onClick={() => setDialog('restrict')}
        >
          {t('read.restrict')}
        </Button>
      )}
      {may.includes('mark-worth-reading') && (
        <WorthReadingButton
          postmortem={postmortem}
          onMark={() => setDialog('worth-reading')}
        />
      )}
      <Button size="small" variant="outlined" onClick={() => void copy()}>
        {t('read.copyLink')}
      </Button>
      <Button size="small" variant="outlined" onClick={() => window.print()}>
        {t('read.print')}
      </Button>
      <Button
        size="small"
        variant="outlined"
        onClick={() => setDialog('export')}
      >
        {t('read.export')}
      </Button>
      <Suspense fallback={null}>
        {dialog === 'amend' && (
          <AmendDialog postmortem={postmortem} onClose={close} />
        )}
        {dialog === 'sign-off' && (
          <SignOffDialog postmortem={postmortem} onClose={close} />
        )}
        {dialog === 'restrict' && (
          <RestrictDialog postmortem={postmortem} onClose={close} />
        )}
        {dialog === 'worth-reading' && (
          <WorthReadingDialog postmortem={postmortem} onClose={close} />
        )}
        {dialog === 'export' && (
          <ExportDialog postmortem={postmortem} onClose={close} />
        )}
      </Suspense>
    </div>
  );
};
