import { ReactNode } from 'react';
import { useLayout } from './styles';

/** A link that came from a monitor: only http(s) is followed, anything else is shown as text. */
export const ExternalLink = (props: { href: string; children: ReactNode }) => {
  const { link, breakable } = useLayout();
  return /^https?:\/\//i.test(props.href) ? (
    <a
      className={`${link} ${breakable}`}
      href={props.href}
      target="_blank"
      rel="noopener noreferrer"
    >
      {props.children}
    </a>
  ) : (
    <span className={breakable}>{props.children}</span>
  );
};
