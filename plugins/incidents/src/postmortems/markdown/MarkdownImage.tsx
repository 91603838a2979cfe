import { makeStyles } from '@material-ui/core/styles';
import { endpoints } from '@muster/backstage-plugin-incidents-common';
import { useEndpoint } from '../../data';
import { ExternalLink, messageOf, useLayout } from '../../kit';
import { usePostmortemsText } from '../../translation';
import { imageIdIn } from './addresses';

const useStyles = makeStyles(theme => ({
  image: {
    display: 'block',
    maxWidth: '100%',
    height: 'auto',
    margin: theme.spacing(1, 0),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
  },
}));

/** Images never change: once fetched, they are not asked for again. */
const every = 24 * 3600;

/** An image of a text: one that is kept with the postmortem is shown, one from elsewhere is a link to it. */
export const MarkdownImage = (props: {
  /** `PM-12`. */
  postmortem: string;
  src: string;
  alt: string;
}) => {
  const { postmortem, src, alt } = props;
  const id = imageIdIn(src);
  // Fetching from other hosts would tell them who reads.
  return id === undefined ? (
    <ExternalLink href={src}>{alt || src}</ExternalLink>
  ) : (
    <KeptImage postmortem={postmortem} id={id} alt={alt} />
  );
};

/** Fetched with the viewer's token, which an address in `src` could not carry. */
const KeptImage = (props: { postmortem: string; id: string; alt: string }) => {
  const { postmortem, id, alt } = props;
  const t = usePostmortemsText();
  const { image } = useStyles();
  const { small, mute, bad } = useLayout();
  const { value, error } = useEndpoint(
    endpoints.postmortems.image,
    { params: { id: postmortem, imageId: id } },
    { every },
  );
  if (value) {
    return (
      <img
        className={image}
        src={`data:${value.mediaType};base64,${value.data}`}
        alt={alt || value.name}
      />
    );
  }
  return error ? (
    <span className={`${small} ${bad}`}>
      {t('markdown.noImage', { name: alt || id, reason: messageOf(error) })}
    </span>
  ) : (
    <span className={`${small} ${mute}`}>
      {t('markdown.image', { name: alt || id })}
    </span>
  );
};
