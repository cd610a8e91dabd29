import type { InsightCards } from '../insight-cards.js';
import { Bars, Patterns, PlainBars } from './bars.js';
import { Card, Figures, WIDTHS } from './card.js';
import { EffortChart } from './effort-chart.js';
import { Filters, type FilterView } from './filters.js';
import { FlowChart } from './flow-chart.js';
import { Layout, type InsightFrame } from './layout.js';

interface InsightView {
  readonly filters: FilterView;
  /** When the figures were counted, in words. */
  readonly fresh: string;
  readonly cards: InsightCards;
  /** What a channel is called. */
  readonly channel: (key: string) => string;
}

interface Props {
  readonly frame: InsightFrame;
  readonly view: InsightView;
}

/** How the company serves its customers, to be looked at. */
export function InsightPage({ frame, view }: Props) {
  const { speech } = frame.visit;
  const title = speech.say('page.title');
  return (
    <Layout frame={frame} title={title}>
      <Patterns />
      <h1>{title}</h1>
      <Filters frame={frame} view={view.filters} />
      <p class="soft fresh">
        <strong>{view.filters.shown}</strong> · {view.fresh}
      </p>
      {view.cards.isEmpty ? <Empty frame={frame} /> : <Contacts frame={frame} view={view} />}
      <div class="grid">
        <Coverage frame={frame} view={view} />
        <Card id="silence" speech={speech} text={view.cards.silence} isHalf>
          <PlainBars
            id="silence-chart"
            title={view.cards.silence.picture}
            rows={view.cards.silence.rows}
            width={WIDTHS.half}
          />
        </Card>
      </div>
    </Layout>
  );
}

function Contacts({ frame, view: { cards, channel } }: Props) {
  const { speech } = frame.visit;
  return (
    <div class="grid">
      <Tiles tiles={cards.tiles} />
      <Card id="effort" speech={speech} text={cards.effort}>
        <EffortChart card={cards.effort} speech={speech} />
        <details class="figures">
          <summary>{speech.say('effort.formula')}</summary>
          <p class="soft">{speech.say('effort.formula.text')}</p>
        </details>
      </Card>
      <Card id="flow" speech={speech} text={cards.flow} isHalf>
        <FlowChart card={cards.flow} speech={speech} channel={channel} />
      </Card>
      <Card id="facts" speech={speech} text={cards.facts} isHalf>
        <PlainBars id="facts-chart" title={cards.facts.picture} rows={cards.facts.rows} width={WIDTHS.half} />
      </Card>
      <Card id="by-system" speech={speech} text={cards.bySystem} isHalf>
        <Bars id="by-system-chart" card={cards.bySystem} width={WIDTHS.half} />
      </Card>
      <Card id="by-topic" speech={speech} text={cards.byTopic} isHalf>
        <Bars id="by-topic-chart" card={cards.byTopic} width={WIDTHS.half} />
      </Card>
      <Card id="reasons" speech={speech} text={cards.reasons}>
        <PlainBars
          id="reasons-chart"
          title={cards.reasons.picture}
          rows={cards.reasons.rows}
          width={WIDTHS.full}
        />
      </Card>
    </div>
  );
}

function Tiles({ tiles }: Pick<InsightCards, 'tiles'>) {
  return (
    <ul class="tiles">
      {tiles.map(({ name, figure, unit, behind }) => (
        <li class="card">
          <h2>{name}</h2>
          <p class="figure">
            {figure} {unit !== null && <small>{unit}</small>}
          </p>
          <p class="soft">{behind}</p>
        </li>
      ))}
    </ul>
  );
}

function Coverage({ frame, view: { cards } }: Props) {
  const { speech } = frame.visit;
  const { coverage } = cards;
  return (
    <Card id="coverage" speech={speech} text={coverage} isHalf>
      <Bars id="coverage-chart" card={coverage} width={WIDTHS.half} />
      {coverage.customers && (
        <>
          <h3>{coverage.customers.title}</h3>
          <PlainBars
            id="customers-chart"
            title={coverage.customers.picture}
            rows={coverage.customers.rows}
            width={WIDTHS.half}
          />
          <Figures speech={speech} title={coverage.customers.title} table={coverage.customers.table} />
        </>
      )}
    </Card>
  );
}

/** Nothing was reported: how that is done. */
function Empty({ frame }: Pick<Props, 'frame'>) {
  const { say } = frame.visit.speech;
  return (
    <section class="card strong">
      <h2>{say('empty.title')}</h2>
      <p>{say('empty.text')}</p>
      <ul class="sentences">
        <li>{say('empty.outcome')}</li>
        <li>{say('empty.contact')}</li>
      </ul>
      <p class="soft">{say('empty.filter')}</p>
      <p>
        <a href="/docs">{say('empty.docs')}</a>
      </p>
    </section>
  );
}
