import { makeStyles } from '@material-ui/core/styles';
import { ExternalLink } from '../kit';

const useStyles = makeStyles({
  text: { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
});

const address = /(https?:\/\/[^\s<>"]+)/;

/** A mail's text as it is, with its addresses to be followed. */
export const MailText = ({ text }: { text: string }) => (
  <div className={useStyles().text}>
    {text.split(address).map((part, index) =>
      address.test(part) ? (
        // Parts never change places: the text of a mail is fixed.
        // eslint-disable-next-line react/no-array-index-key
        <ExternalLink key={index} href={part}>
          {part}
        </ExternalLink>
      ) : (
        part
      ),
    )}
  </div>
);
