import { FEEDBACKS, type Feedback } from '../../contacts/index.js';
import { Layout, type Frame } from './layout.js';

export interface FeedbackView {
  readonly channel: string;
  /** What it was about; null when that was not said. */
  readonly topic: string | null;
  readonly day: string;
  /** What the customer answered; null when they have yet to. */
  readonly said: Feedback | null;
}

/** One question with three buttons; once answered, what was answered. */
export function FeedbackPage({ frame, view }: { frame: Frame; view: FeedbackView }) {
  const { say } = frame.visit.speech;
  const title = say(view.said === null ? 'feedback.title' : 'feedback.thanks');
  return (
    <Layout frame={frame} title={title}>
      <section class="card centre">
        <h1>{title}</h1>
        <p class="soft">{contactWords(frame, view)}</p>
        {view.said === null ? (
          <form method="post" action={frame.visit.path} class="row buttons">
            {FEEDBACKS.map((each) => (
              <button name="asWanted" value={each} class="button second">
                {say(`feedback.${each}`)}
              </button>
            ))}
          </form>
        ) : (
          <p>{say('feedback.said', { answer: say(`feedback.${view.said}`) })}</p>
        )}
      </section>
    </Layout>
  );
}

function contactWords({ visit: { speech } }: Frame, { channel, topic, day }: FeedbackView): string {
  const places = { channel, day, topic: topic ?? '' };
  return speech.say(topic === null ? 'feedback.contact' : 'feedback.contactAbout', places);
}
