import { makeStyles } from '@material-ui/core/styles';

/**
 * On paper the document stands alone, whatever portal is around it: what neither holds it nor is in it is left out, and
 * what holds it lets it flow over pages. Colours are the paper's own, also in the dark theme; shapes and words carry
 * what colours do on the screen.
 */
export const usePrintStyles = makeStyles({
  '@global': {
    '[data-onlyprint]': { display: 'none' },
    '@media print': {
      'body *:not(:has([data-print])):not([data-print]):not([data-print] *)': {
        display: 'none !important',
      },
      'html, body, body *:has([data-print])': {
        display: 'block !important',
        position: 'static !important' as 'static',
        overflow: 'visible !important',
        height: 'auto !important',
        minHeight: '0 !important',
        maxWidth: 'none !important',
        margin: '0 !important',
        padding: '0 !important',
        background: 'none !important',
        contain: 'none !important',
      },
      '[data-print]': {
        maxWidth: 'none !important',
        display: 'block !important',
        fontSize: '10.5pt',
      },
      '[data-print], [data-print] *:not(svg *)': {
        color: '#000 !important',
        boxShadow: 'none !important',
        textShadow: 'none !important',
        background: 'none !important',
        borderColor: '#888 !important',
      },
      '[data-print] .MuiPaper-root': {
        padding: '0 !important',
        height: 'auto !important',
        margin: '0 0 5mm !important',
        borderTop: '0 !important',
      },
      '[data-print] svg text': { fill: '#000 !important' },
      '[data-print] svg line': { stroke: '#000 !important' },
      '[data-print] svg rect': { fill: '#555 !important' },
      '[data-print] svg circle': {
        fill: '#fff !important',
        stroke: '#000 !important',
      },
      '[data-noprint], [data-print] button': { display: 'none !important' },
      '[data-onlyprint]': { display: 'block' },
      '[data-print] h2, [data-print] h3, [data-print] h4': {
        breakAfter: 'avoid',
      },
      '[data-print] li, [data-print] figure, [data-print] tr, [data-print] pre':
        { breakInside: 'avoid' },
      '[data-print] p': { orphans: 3, widows: 3 },
      // Where a link leads is seen on paper, too.
      '[data-prose] a[href^="http"]::after, [data-prose] a[href^="/"]::after': {
        content: '" (" attr(href) ")"',
        fontSize: '0.85em',
        overflowWrap: 'anywhere',
      },
    },
  },
});
