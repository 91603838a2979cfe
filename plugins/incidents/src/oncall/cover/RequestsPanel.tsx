import { endpoints } from '@muster/backstage-plugin-incidents-common';
import { useEndpoint } from '../../data';
import { Panel, useLayout } from '../../kit';
import { useOnCallText } from '../../translation';
import { RequestItem } from './RequestItem';

/** Requests of a schedule that wait for the viewer or for whom the viewer has asked; nothing when there are none. */
export const RequestsPanel = ({ scheduleId }: { scheduleId: string }) => {
  const t = useOnCallText();
  const { stack } = useLayout();
  const { value } = useEndpoint(endpoints.oncall.myOnCall, {});
  const open = value?.requests.filter(
    ({ schedule, state }) => schedule.id === scheduleId && state === 'open',
  );
  if (!open || open.length === 0) return null;
  return (
    <Panel title={t('cover.requests')}>
      <div className={stack}>
        {open.map(request => (
          <RequestItem key={request.id} request={request} />
        ))}
      </div>
    </Panel>
  );
};
