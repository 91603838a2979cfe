import Button from '@material-ui/core/Button';
import IconButton from '@material-ui/core/IconButton';
import Menu from '@material-ui/core/Menu';
import MenuItem from '@material-ui/core/MenuItem';
import MoreVertIcon from '@material-ui/icons/MoreVert';
import {
  CommandResult,
  contract,
  IncidentDetail,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand } from '../data';
import { CommandError, useLayout } from '../kit';
import { EditDialog } from './EditDialog';
import { ReassignDialog } from './ReassignDialog';
import { ResolveDialog } from './ResolveDialog';

const says = (answer: CommandResult) => answer.message;
type Open = 'edit' | 'reassign' | 'resolve' | undefined;

/** One primary action at a time; the others in a menu; only those that the viewer may take. */
export const Actions = ({ incident }: { incident: IncidentDetail }) => {
  const { row, wrap } = useLayout();
  const [anchor, setAnchor] = useState<Element>();
  const [open, setOpen] = useState<Open>();
  const target = { params: { id: incident.name } };
  const acknowledge = useCommand(contract.incidents.acknowledge, says);
  const join = useCommand(contract.incidents.join, says);
  const escalate = useCommand(contract.incidents.escalate, says);
  const may = (ability: IncidentDetail['may'][number]) =>
    incident.may.includes(ability);
  const close = () => setAnchor(undefined);
  const dialog = (name: Open) => () => {
    close();
    setOpen(name);
  };
  const others = [
    may('acknowledge') && may('resolve') && (
      <MenuItem key="resolve" onClick={dialog('resolve')}>
        Resolve
      </MenuItem>
    ),
    may('join') && (
      <MenuItem
        key="join"
        onClick={() => {
          close();
          void join.run(target);
        }}
      >
        Join
      </MenuItem>
    ),
    may('escalate') && (
      <MenuItem
        key="escalate"
        onClick={() => {
          close();
          void escalate.run(target);
        }}
      >
        Escalate now
      </MenuItem>
    ),
    may('reassign') && (
      <MenuItem key="reassign" onClick={dialog('reassign')}>
        Reassign…
      </MenuItem>
    ),
    may('edit') && (
      <MenuItem key="edit" onClick={dialog('edit')}>
        Change title, severity, impact…
      </MenuItem>
    ),
  ].filter(Boolean);

  return (
    <div className={`${row} ${wrap}`} style={{ gap: 8 }}>
      <CommandError error={acknowledge.error ?? join.error ?? escalate.error} />
      {may('acknowledge') && (
        <Button
          variant="contained"
          color="primary"
          disabled={acknowledge.pending}
          onClick={() => void acknowledge.run(target)}
        >
          {acknowledge.pending ? 'Acknowledging…' : 'Acknowledge'}
        </Button>
      )}
      {!may('acknowledge') && may('resolve') && (
        <Button variant="contained" color="primary" onClick={dialog('resolve')}>
          Resolve
        </Button>
      )}
      {others.length > 0 && (
        <>
          <IconButton
            aria-label="More actions"
            aria-haspopup="menu"
            aria-expanded={Boolean(anchor)}
            onClick={event => setAnchor(event.currentTarget)}
          >
            <MoreVertIcon />
          </IconButton>
          <Menu
            open={Boolean(anchor)}
            anchorEl={anchor}
            onClose={close}
            getContentAnchorEl={null}
            anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
          >
            {others}
          </Menu>
        </>
      )}
      {open === 'resolve' && (
        <ResolveDialog incident={incident} onClose={() => setOpen(undefined)} />
      )}
      {open === 'reassign' && (
        <ReassignDialog
          incident={incident}
          onClose={() => setOpen(undefined)}
        />
      )}
      {open === 'edit' && (
        <EditDialog incident={incident} onClose={() => setOpen(undefined)} />
      )}
    </div>
  );
};
