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
import { ComponentType, useState } from 'react';
import { useCommand } from '../data';
import { CommandError, useLayout } from '../kit';
import { useEscalationText, useText } from '../translation';
import { EditDialog } from './EditDialog';
import { EscalateDialog } from './EscalateDialog';
import { PagePeopleDialog } from './PagePeopleDialog';
import { ReassignDialog } from './ReassignDialog';
import { ReattachDialog } from './ReattachDialog';
import { ResolveDialog } from './ResolveDialog';
import { SnoozeDialog } from './SnoozeDialog';

const says = (answer: CommandResult) => answer.message;

/** The next thing to do comes first; it is the button. */
const inOrder = [
  'acknowledge',
  'confirm',
  'resolve',
  'join',
  'snooze',
  'page',
  'escalate',
  'reassign',
  'reattach-policy',
  'edit',
] as const satisfies readonly IncidentAbility[];
type Action = (typeof inOrder)[number];
const canBePrimary: readonly Action[] = [
  'acknowledge',
  'confirm',
  'resolve',
  'join',
];

/** One primary action at a time; the others in a menu; only those that the viewer may take. */
export const Actions = ({ incident }: { incident: IncidentDetail }) => {
  const t = useText();
  const wordsOf = useActionWords();
  const { row, wrap } = useLayout();
  const [anchor, setAnchor] = useState<Element>();
  const [dialog, setDialog] = useState<Action>();
  const acknowledge = useCommand(endpoints.incidents.acknowledge, says);
  const join = useCommand(endpoints.incidents.join, says);
  const confirm = useCommand(endpoints.incidents.confirm, says);
  const target = { params: { id: incident.name } };

  const take = (action: Action) => {
    setAnchor(undefined);
    if (action === 'acknowledge') void acknowledge.run(target);
    else if (action === 'join') void join.run(target);
    else if (action === 'confirm') void confirm.run(target);
    else setDialog(action);
  };
  const possible = inOrder.filter(action => incident.may.includes(action));
  const primary = possible.find(action => canBePrimary.includes(action));
  const others = possible.filter(action => action !== primary);
  const pending = acknowledge.pending || join.pending || confirm.pending;
  const Dialog = dialog && dialogs[dialog];

  return (
    <div className={`${row} ${wrap}`} style={{ gap: 8 }}>
      {primary && (
        <Button
          variant="contained"
          color="primary"
          disabled={pending}
          onClick={() => take(primary)}
        >
          {acknowledge.pending ? t('actions.acknowledging') : wordsOf(primary)}
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
                {wordsOf(action)}
              </MenuItem>
            ))}
          </Menu>
        </>
      )}
      <CommandError error={acknowledge.error ?? join.error ?? confirm.error} />
      {Dialog && (
        <Dialog incident={incident} onClose={() => setDialog(undefined)} />
      )}
    </div>
  );
};

/** What asks before it does something. */
const dialogs: Partial<
  Record<
    Action,
    ComponentType<{ incident: IncidentDetail; onClose: () => void }>
  >
> = {
  resolve: ResolveDialog,
  snooze: SnoozeDialog,
  page: PagePeopleDialog,
  escalate: EscalateDialog,
  reassign: ReassignDialog,
  'reattach-policy': ReattachDialog,
  edit: EditDialog,
};

/** What a button says. */
function useActionWords(): (action: Action) => string {
  const t = useText();
  const tToo = useEscalationText();
  return action => {
    switch (action) {
      case 'snooze':
      case 'page':
      case 'confirm':
      case 'reattach-policy':
        return tToo(`action.${action}`);
      default:
        return t(`actions.${action}`);
    }
  };
}
