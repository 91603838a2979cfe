import Button from '@material-ui/core/Button';
import IconButton from '@material-ui/core/IconButton';
import Menu from '@material-ui/core/Menu';
import MenuItem from '@material-ui/core/MenuItem';
import MoreVertIcon from '@material-ui/icons/MoreVert';
import {
  CommandResult,
  endpoints,
  IncidentAbility,
  IncidentDetail,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand } from '../data';
import { CommandError, useLayout } from '../kit';
import { useText } from '../translation';
import { EditDialog } from './EditDialog';
import { EscalateDialog } from './EscalateDialog';
import { ReassignDialog } from './ReassignDialog';
import { ResolveDialog } from './ResolveDialog';

const says = (answer: CommandResult) => answer.message;

/** The next thing to do comes first; it is the button. */
const inOrder = [
  'acknowledge',
  'resolve',
  'join',
  'escalate',
  'reassign',
  'edit',
] as const satisfies readonly IncidentAbility[];
type Action = (typeof inOrder)[number];
const canBePrimary: readonly Action[] = ['acknowledge', 'resolve', 'join'];

/** One primary action at a time; the others in a menu; only those that the viewer may take. */
export const Actions = ({ incident }: { incident: IncidentDetail }) => {
  const t = useText();
  const { row, wrap } = useLayout();
  const [anchor, setAnchor] = useState<Element>();
  const [dialog, setDialog] = useState<Action>();
  const acknowledge = useCommand(endpoints.incidents.acknowledge, says);
  const join = useCommand(endpoints.incidents.join, says);
  const target = { params: { id: incident.name } };

  const take = (action: Action) => {
    setAnchor(undefined);
    if (action === 'acknowledge') void acknowledge.run(target);
    else if (action === 'join') void join.run(target);
    else setDialog(action);
  };
  const possible = inOrder.filter(action => incident.may.includes(action));
  const primary = possible.find(action => canBePrimary.includes(action));
  const others = possible.filter(action => action !== primary);
  const pending = acknowledge.pending || join.pending;
  const close = () => setDialog(undefined);

  return (
    <div className={`${row} ${wrap}`} style={{ gap: 8 }}>
      {primary && (
        <Button
          variant="contained"
          color="primary"
          disabled={pending}
          onClick={() => take(primary)}
        >
          {t(
            acknowledge.pending
              ? 'actions.acknowledging'
              : `actions.${primary}`,
          )}
        </Button>
      )}
      {others.length > 0 && (
        <>
          <IconButton
            aria-label={t('actions.more')}
            aria-haspopup="menu"
            aria-expanded={Boolean(anchor)}
            onClick={event => setAnchor(event.currentTarget)}
          >
            <MoreVertIcon />
          </IconButton>
          <Menu
            open={Boolean(anchor)}
            anchorEl={anchor}
            onClose={() => setAnchor(undefined)}
            getContentAnchorEl={null}
            anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
          >
            {others.map(action => (
              <MenuItem key={action} onClick={() => take(action)}>
                {t(`actions.${action}`)}
              </MenuItem>
            ))}
          </Menu>
        </>
      )}
      <CommandError error={acknowledge.error ?? join.error} />
      {dialog === 'resolve' && (
        <ResolveDialog incident={incident} onClose={close} />
      )}
      {dialog === 'escalate' && (
        <EscalateDialog incident={incident} onClose={close} />
      )}
      {dialog === 'reassign' && (
        <ReassignDialog incident={incident} onClose={close} />
      )}
      {dialog === 'edit' && <EditDialog incident={incident} onClose={close} />}
    </div>
  );
};
