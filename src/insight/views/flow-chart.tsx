import type { FlowCard } from '../cards/steering-cards.js';
import { lines, type Tone } from '../pictures/bars-picture.js';
import { drawFlow, KINDS, type FlowKind, type FlowNode, type FlowPicture } from '../pictures/flow-picture.js';
import type { Speech } from '../texts.js';
import { contactsWords, countWords } from '../words.js';
import { Legend } from './bars.js';
import { Drawing, WIDTHS } from './card.js';

const TONES: Readonly<Record<FlowKind, Tone>> = { kept: 'good', moved: 'chosen', against: 'against' };

interface Props {
  readonly card: FlowCard;
  readonly speech: Speech;
  /** What a channel is called. */
  readonly channel: (key: string) => string;
}

/** Bands from the channel that was wanted to the one that was given. */
export function FlowChart({ card, speech, channel }: Props) {
  if (card.flow.length === 0) return null;
  const nameOf = (key: string | null) => (key === null ? speech.say('flow.impossible') : channel(key));
  const draw = (width: number) => {
    const picture = drawFlow(card.flow, width);
    return { height: picture.height, content: <Bands picture={picture} speech={speech} nameOf={nameOf} /> };
  };
  return (
    <>
      <Drawing id="flow-chart" title={card.picture} width={WIDTHS.half} draw={draw} />
      <Legend items={KINDS.map((kind) => ({ tone: TONES[kind], name: speech.say(`flow.${kind}`) }))} />
    </>
  );
}

interface BandsProps {
  readonly picture: FlowPicture;
  readonly speech: Speech;
  readonly nameOf: (key: string | null) => string;
}

function Bands({ picture, speech, nameOf }: BandsProps) {
  const { left, right, width, wanted, given, bands } = picture;
  return (
    <>
      <text x={left - 12} y="14" class="name end">
        {speech.say('flow.wanted')}
      </text>
      <text x={right + 12} y="14" class="name">
        {speech.say('flow.given')}
      </text>
      {bands.map((band) => (
        <path d={band.path} class={`band band-${band.kind}`} fill={`url(#tone-${TONES[band.kind]})`}>
          <title>
            {`${nameOf(band.from)} → ${nameOf(band.to)}: ${contactsWords(band.contacts, speech)}. ${speech.say(`flow.${band.kind}`)}`}
          </title>
        </path>
      ))}
      {wanted.map((node) => (
        <Node node={node} x={left - 6} room={left - 14} isLeft speech={speech} nameOf={nameOf} />
      ))}
      {given.map((node) => (
        <Node node={node} x={right} room={width - right - 14} speech={speech} nameOf={nameOf} />
      ))}
    </>
  );
}

interface NodeProps extends Omit<BandsProps, 'picture'> {
  readonly node: FlowNode;
  readonly x: number;
  readonly room: number;
  readonly isLeft?: boolean;
}

function Node({ node, x, room, isLeft = false, speech, nameOf }: NodeProps) {
  const at = { x: isLeft ? x - 6 : x + 12, class: isLeft ? 'end' : '' };
  const names = lines(nameOf(node.channel), room);
  // The name and its count beside the middle of the channel, but never above its top
  const top = node.y + Math.max(12, node.height / 2 + 12 - 7.5 * (names.length + 1));
  return (
    <g>
      <title>{`${nameOf(node.channel)}: ${contactsWords(node.contacts, speech)}`}</title>
      <rect x={x} y={node.y} width="6" height={node.height} class="node" />
      {names.map((line, index) => (
        <text x={at.x} y={top + 15 * index} class={`label ${at.class}`}>
          {line}
        </text>
      ))}
      <text x={at.x} y={top + 15 * names.length} class={`note ${at.class}`}>
        {countWords(node.contacts, speech)}
      </text>
    </g>
  );
}
