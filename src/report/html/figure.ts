import { svgChart, svgSize, svgX } from '../../charts/svg/svgChart.ts';
import { type Markup, markup } from '../../words/page/markup.ts';
import { readings, type TrainingChart } from './trainingCharts.ts';

/** A chart with its legend, and the slider that reads its values. */
export function chartFigure(chart: TrainingChart): Markup {
  const { title, spec } = chart;
  const values = readings(chart);
  const places = values.map(({ x }) => Math.round(svgX(spec, x) * 10) / 10).join(' ');
  const last = values.length - 1;
  return markup`<figure data-places="${places}" data-texts="${values.map(({ text }) => markup`${text}\n`)}" data-top="${svgSize.top}" data-floor="${svgSize.height - svgSize.bottom}">
<figcaption>${title}<span class="legend">${spec.curves.map(({ name, kind }) => markup`<span class="key ${kind}"></span>${name}`)}</span></figcaption>
${svgChart(spec, null)}
<div class="reader"><input type="range" min="0" max="${last}" value="${last}" aria-label="Read the values of: ${title}" aria-valuetext="${values[last]?.text ?? ''}"><output>${values[last]?.text ?? ''}</output></div>
</figure>`;
}
