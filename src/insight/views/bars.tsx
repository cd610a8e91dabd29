import type { BarsCard } from '../cards/adherence-card.js';
import type { PlainRow } from '../cards/plain-rows.js';
import { BAR_HEIGHT, drawBars, fitted, type Bar, type Tone } from '../pictures/bars-picture.js';
import { Drawing } from './card.js';

const TONES: readonly Tone[] = ['good', 'chosen', 'noWay', 'against', 'empty', 'unknown'];
/** Top of a bar below the line with its name. */
const BAR_TOP = 22;
const PLAIN_HEIGHT = 56;

/** The patterns of the page, once: what is told by a colour is told by a pattern too. */
export function Patterns() {
  return (
    <svg class="patterns" width="0" height="0" aria-hidden="true" focusable="false">
      <defs>
        {TONES.map((tone) => (
          <pattern id={`tone-${tone}`} width="8" height="8" patternUnits="userSpaceOnUse">
            <rect width="8" height="8" class={`ground-${tone}`} />
            <Strokes tone={tone} />
          </pattern>
        ))}
      </defs>
    </svg>
  );
}

function Strokes({ tone }: { tone: Tone }) {
  const name = `strokes-${tone}`;
  if (tone === 'chosen') return <circle cx="4" cy="4" r="1.6" class={name} />;
  if (tone === 'noWay') return <path d="M0 2h8M0 6h8" class={name} />;
  if (tone === 'against') return <path d="M-2 2l4-4M0 8l8-8M6 10l4-4" class={name} />;
  if (tone === 'unknown') return <path d="M0 0l8 8M8 0l-8 8" class={name} />;
  return null;
}

/** What each tone means. */
export function Legend({ items }: { items: readonly { readonly tone: Tone; readonly name: string }[] }) {
  return (
    <ul class="legend">
      {items.map(({ tone, name }) => (
        <li>
          <svg width="22" height="16" aria-hidden="true" focusable="false">
            <rect x="1" y="1" width="20" height="14" rx="3" class="piece" fill={`url(#tone-${tone})`} />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}

/** Bars of equal length, in parts. */
export function Bars({ id, card, width }: { id: string; card: BarsCard; width: number }) {
  if (card.bars.length === 0) return null;
  const draw = (pixels: number) => {
    const { height, bars } = drawBars(card.bars, pixels);
    return { height, content: <>{bars.map((bar) => BarOf({ bar, width: pixels }))}</> };
  };
  return (
    <>
      <Drawing id={id} title={card.picture} width={width} draw={draw} />
      <Legend items={card.legend} />
    </>
  );
}

function BarOf({ bar, width }: { bar: Bar; width: number }) {
  const middle = bar.y + BAR_TOP + BAR_HEIGHT / 2;
  return (
    <g>
      <text x="0" y={bar.y + 14} class="name">
        {fitted(bar.name, width - 8 * bar.note.length - 12)}
      </text>
      <text x={width} y={bar.y + 14} class="note end">
        {bar.note}
      </text>
      {bar.pieces.map((piece) => (
        <g>
          <title>{`${bar.name}: ${piece.name}, ${piece.share}`}</title>
          <rect
            class="piece"
            x={piece.x}
            y={bar.y + BAR_TOP}
            width={Math.max(1, piece.width)}
            height={BAR_HEIGHT}
            fill={`url(#tone-${piece.tone})`}
          />
          {piece.isTold && (
            <text x={piece.x + piece.width / 2} y={middle + 4.5} class={`told told-${piece.tone}`}>
              {piece.share}
            </text>
          )}
        </g>
      ))}
    </g>
  );
}

interface PlainProps {
  readonly id: string;
  readonly title: string;
  readonly rows: readonly PlainRow[];
  readonly width: number;
}

/** One bar for each row, as long as its part of the whole. */
export function PlainBars({ id, title, rows, width }: PlainProps) {
  if (rows.length === 0) return null;
  const draw = (pixels: number) => ({
    height: rows.length * PLAIN_HEIGHT - 6,
    content: <>{rows.map((row, index) => PlainBar({ row, y: index * PLAIN_HEIGHT, width: pixels }))}</>,
  });
  return <Drawing id={id} title={title} width={width} draw={draw} />;
}

function PlainBar({ row, y, width }: { row: PlainRow; y: number; width: number }) {
  const [top, height] = [y + BAR_TOP, 18];
  const length = Math.round(row.part * width * 10) / 10;
  return (
    <g>
      <text x="0" y={y + 14} class="name">
        {fitted(row.name, width - 8 * row.value.length - 12)}
      </text>
      <text x={width} y={y + 14} class="note end">
        {row.value}
      </text>
      <rect class="track" x="0" y={top} width={width} height={height} />
      {row.part > 0 && (
        <rect
          class="piece"
          x="0"
          y={top}
          width={Math.max(2, length)}
          height={height}
          fill={`url(#tone-${row.tone})`}
        />
      )}
      {row.known !== null && (
        <rect class="known" x="0" y={top + height + 3} width={Math.round(row.known * width)} height="3" />
      )}
    </g>
  );
}
