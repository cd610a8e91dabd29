import type { EffortCard } from '../cards/effort-card.js';
import { pointWords } from '../cards/effort-card.js';
import {
  drawEffort,
  EFFORT_HEIGHT,
  type EffortMark,
  type EffortPicture,
} from '../pictures/effort-picture.js';
import type { Speech } from '../texts.js';
import { periodSign } from '../words.js';
import { Drawing, WIDTHS } from './card.js';

interface Props {
  readonly card: EffortCard;
  readonly speech: Speech;
}

/** The course of the effort, with its spread and its coverage. */
export function EffortChart({ card, speech }: Props) {
  const draw = (width: number) => {
    const picture = drawEffort(card.rows, width);
    return { height: EFFORT_HEIGHT, content: <Course picture={picture} card={card} speech={speech} /> };
  };
  return (
    <>
      <Drawing id="effort-chart" title={card.picture} width={WIDTHS.full} draw={draw} />
      <ul class="legend">
        <Key name={speech.say('effort.mean')} shape={<path d="M1 8h20" class="mean" />} />
        <Key
          name={speech.say('effort.middle')}
          shape={<rect y="1" width="22" height="14" class="middle" />}
        />
        <Key name={speech.say('effort.most')} shape={<rect y="1" width="22" height="14" class="most" />} />
        <Key
          name={speech.say('effort.coverage')}
          shape={<rect x="6" y="1" width="10" height="14" class="coverage" />}
        />
      </ul>
    </>
  );
}

function Key({ name, shape }: { name: string; shape: preact.JSX.Element }) {
  return (
    <li>
      <svg width="22" height="16" aria-hidden="true" focusable="false">
        {shape}
      </svg>
      {name}
    </li>
  );
}

function Course({ picture, card, speech }: Props & { picture: EffortPicture }) {
  const { plot, grid, bars } = picture;
  return (
    <>
      {grid.map(({ score, y }) => (
        <g>
          <path d={`M${plot.left} ${y}H${plot.right}`} class="grid" />
          <text x={plot.left - 8} y={y + 4.5} class="note end">
            {score}
          </text>
        </g>
      ))}
      <path d={picture.most} class="most" />
      <path d={picture.middle} class="middle" />
      <path d={picture.mean} class="mean" />
      <path d={`M${plot.left} ${bars.bottom}H${plot.right}`} class="grid" />
      <text x={plot.left - 8} y={bars.top + 9} class="note end">
        %
      </text>
      {picture.marks.map((mark, index) => (
        <Mark mark={mark} row={card.rows[index]} width={picture.barWidth} bars={bars} speech={speech} />
      ))}
    </>
  );
}

interface MarkProps {
  readonly mark: EffortMark;
  readonly row: EffortCard['rows'][number] | undefined;
  readonly width: number;
  readonly bars: EffortPicture['bars'];
  readonly speech: Speech;
}

function Mark({ mark, row, width, bars, speech }: MarkProps) {
  return (
    <g>
      {row && <title>{pointWords(row, speech)}</title>}
      <rect class="track" x={mark.x - width / 2} y={bars.top} width={width} height={bars.bottom - bars.top} />
      <rect class="coverage" x={mark.x - width / 2} y={mark.bar.y} width={width} height={mark.bar.height} />
      {mark.y !== null && <circle cx={mark.x} cy={mark.y} r="4.5" class="point" />}
      {mark.y === null && (
        <text x={mark.x} y="210" class="note middle-text">
          ×
        </text>
      )}
      {mark.isNamed && (
        <text x={mark.x} y="284" class="note middle-text">
          {periodSign(mark.key, speech)}
        </text>
      )}
    </g>
  );
}
