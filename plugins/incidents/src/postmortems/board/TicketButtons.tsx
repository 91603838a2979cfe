import Button from '@material-ui/core/Button';
import { endpoints, FollowUp } from '@muster/backstage-plugin-incidents-common';
import { useCommand, useEndpoint } from '../../data';
import { CommandError } from '../../kit';
import { usePostmortemsText } from '../../translation';

/** Seldom changes: modules connect ticket systems when the backend starts. */
const every = 3600;

/** Makes a ticket of a follow-up, in each system that is connected. */
export const TicketButtons = ({ followUp }: { followUp: FollowUp }) => {
  const t = usePostmortemsText();
  const systems = useEndpoint(
    endpoints.postmortems.ticketSystems,
    {},
    { every },
  );
  const make = useCommand(endpoints.postmortems.ticketFollowUp, ({ ticket }) =>
    t('followUp.ticketMade', { key: ticket?.key ?? '' }),
  );
  return (
    <>
      {systems.value?.items.map(({ id, title }) => (
        <Button
          key={id}
          size="small"
          disabled={make.pending}
          onClick={() =>
            void make.run({
              params: { id: followUp.name },
              body: { system: id },
            })
          }
        >
          {t('followUp.makeTicket', { system: title })}
        </Button>
      ))}
      <CommandError error={make.error} />
    </>
  );
};
