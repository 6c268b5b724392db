import { Panel } from '../../parts/description-list.tsx'
import { JsonView } from '../../parts/json-view.tsx'
import { LineChart } from '../../parts/line-chart.tsx'
import { Money } from '../../parts/money.tsx'
import { QrCode } from '../../parts/qr-code.tsx'
import { BarChart, Sparkline } from '../../parts/small-charts.tsx'
import { Timeline } from '../../parts/timeline.tsx'
import { useWords } from '../../words/words.ts'
import { partsWords } from './parts-words.ts'

const DAY = 86_400
const times = Array.from({ length: 90 }, (_, at) => Date.UTC(2026, 8, 1) / 1000 + at * DAY)
const points = times.map((_, at) => 4000 + Math.round(Math.sin(at / 6) * 1500) + at * 20)
const link = 'https://pay.example/payment/pay/0197d3a0-0000-7000-8000-000000000000'

/** What is drawn rather than written. */
export function Pictures() {
  const say = useWords(partsWords)
  return (
    <div className="columns">
      <div className="stack">
        <Panel title={say.volume}>
          <LineChart times={times} series={[{ name: say.debit, points }]} label={say.volume} />
        </Panel>
        <Panel title={say.timeline}>
          <Timeline
            label={say.timeline}
            items={[
              { id: '1', at: '2026-11-27T15:04:05Z', title: say.declined, tone: 'bad', children: '51' },
              {
                id: '2',
                at: '2026-11-28T15:04:05Z',
                title: say.paid,
                tone: 'good',
                beside: <Money amount="100.50" />,
              },
            ]}
          />
        </Panel>
      </div>
      <div className="stack">
        <Panel title={say.reasons}>
          <BarChart
            label={say.reasons}
            bars={[
              { id: 'funds', name: 'insufficient_funds', size: 41, shown: '41' },
              { id: 'expired', name: 'expired_card', size: 12, shown: '12' },
            ]}
          />
          <Sparkline points={points.slice(0, 20)} label={say.volume} />
        </Panel>
        <Panel title={say.code}>
          <QrCode text={link} label={say.code} />
        </Panel>
        <JsonView label={say.code} value={{ link }} />
      </div>
    </div>
  )
}
