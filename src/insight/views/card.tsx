import type { ComponentChildren, JSX } from 'preact';
import type { CardText, FigureTable } from '../cards/card.js';
import type { Speech } from '../texts.js';

/** Widths that charts are drawn for, in pixels: across the page, in one of two columns, and on a phone. */
export const WIDTHS = { full: 1080, half: 520, phone: 300 } as const;

interface Props {
  readonly id: string;
  readonly speech: Speech;
  readonly text: CardText;
  /** Whether it stands beside another one where there is room. */
  readonly isHalf?: boolean;
  readonly children: ComponentChildren;
}

/** A chart with its question, its answer in one line, what stands behind it, and the figures as a table. */
export function Card({ id, speech, text, isHalf = false, children }: Props) {
  return (
    <section class={isHalf ? 'card half' : 'card'} aria-labelledby={id}>
      <h2 id={id}>{text.title}</h2>
      <p class="headline">{text.headline}</p>
      {text.behind.map((sentence) => (
        <p class="soft">{sentence}</p>
      ))}
      {children}
      <Figures speech={speech} title={text.title} table={text.table} />
    </section>
  );
}

/** The figures behind a chart. */
export function Figures({ speech, title, table }: { speech: Speech; title: string; table: FigureTable }) {
  const [first, ...head] = table.head;
  const caption = `${speech.say('figures.table')}: ${title}`;
  return (
    <details class="figures">
      <summary>
        {speech.say('figures.table')}
        <span class="visually-hidden">: {title}</span>
      </summary>
      <div class="scroll" role="region" aria-label={caption} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{first}</th>
              {head.map((name) => (
                <th scope="col">{name}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map(([name, ...cells]) => (
              <tr>
                <th scope="row">{name}</th>
                {cells.map((cell) => (
                  <td>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

interface DrawingProps {
  readonly id: string;
  readonly title: string;
  readonly width: number;
  readonly draw: (width: number) => { readonly height: number; readonly content: JSX.Element };
}

/** A drawing at two widths, of which the style shows the one that fits: letters stay as large as they are. */
export function Drawing({ id, title, width, draw }: DrawingProps) {
  const sizes = [
    ['wide', width],
    ['narrow', WIDTHS.phone],
  ] as const;
  return (
    <>
      {sizes.map(([size, pixels]) => {
        const { height, content } = draw(pixels);
        return (
          <svg
            class={`chart ${size}`}
            viewBox={`0 0 ${pixels} ${Math.round(height)}`}
            role="img"
            aria-labelledby={`${id}-${size}`}
          >
            <title id={`${id}-${size}`}>{title}</title>
            {content}
          </svg>
        );
      })}
    </>
  );
}
