import { curveKinds } from '../../charts/svg/svgChart.ts';
import { type Markup, markup } from '../../words/page/markup.ts';

const light = {
  ground: '#fff',
  text: '#1c1e21',
  dim: '#5b6168',
  rule: '#d8dce0',
  pane: '#f6f7f9',
  map: '#0f7b3e',
  validation: '#8a4500',
  loss: '#0b57b7',
  'other-a': '#7a2bb8',
  'other-b': '#a3185c',
  'other-c': '#00707d',
  fan: '#0f7b3e2e',
  mark: '#8a5a00',
  'zone-a': '#e8a60022',
  'zone-b': '#0b57b71c',
  'zone-c': '#0f7b3e22',
  stop: '#b3171b',
  'may-stop': '#8a5a00',
  continue: '#0f7b3e',
  watch: '#0b57b7',
} as const;

type Colour = keyof typeof light;

const dark: Readonly<Record<Colour, string>> = {
  ground: '#14171a',
  text: '#e4e7ea',
  dim: '#a2a9b1',
  rule: '#363c42',
  pane: '#1c2024',
  map: '#5fd38d',
  validation: '#f0a860',
  loss: '#74b2ff',
  'other-a': '#c79bf2',
  'other-b': '#f08cc0',
  'other-c': '#5ad1de',
  fan: '#5fd38d33',
  mark: '#e6b450',
  'zone-a': '#e6b45026',
  'zone-b': '#74b2ff22',
  'zone-c': '#5fd38d22',
  stop: '#ff8f8f',
  'may-stop': '#e6b450',
  continue: '#5fd38d',
  watch: '#74b2ff',
};

/** The style sheet of a page: light, dark and printed. */
export const style = markup`
:root { color-scheme: light dark; ${variables(light)}}
@media screen and (prefers-color-scheme: dark) { :root { ${variables(dark)}} }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 78rem; background: var(--ground); color: var(--text);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0; overflow-wrap: anywhere; } h2 { font-size: 1.2rem; margin: 2rem 0 .6rem; }
h3 { font-size: 1rem; margin: 1rem 0 .3rem; } p { margin: .3rem 0; } ul { margin: .2rem 0; padding-left: 1.3rem; }
.dim { color: var(--dim); } code, pre { font: .9em/1.45 ui-monospace, monospace; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; margin: 0; }
.verdict { border-left: .4rem solid var(--dim); padding: .6rem 1rem; background: var(--pane); margin: 1rem 0; }
.verdict strong { letter-spacing: .03em; } .verdict.stop { border-color: var(--stop); }
.verdict.may-stop { border-color: var(--may-stop); } .verdict.continue { border-color: var(--continue); }
.verdict.watch { border-color: var(--watch); }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(30rem, 100%), 1fr)); gap: 1rem; }
figure { margin: 0; padding: .6rem; background: var(--pane); break-inside: avoid; }
figcaption { font-weight: 600; margin-bottom: .2rem; } .legend { font-weight: 400; color: var(--dim); margin-left: .6rem; }
.legend .key { display: inline-block; width: 1.1rem; border-top: .2rem solid; margin: 0 .3rem .25rem .7rem; }
${curveKinds.map((kind) => markup`.key.${kind} { color: var(--${kind}); } `)}
.chart { display: block; width: 100%; height: auto; }
${chartRules((colour) => `var(--${colour})`)}
.cursor { stroke: var(--text); stroke-width: 1; } .reader { display: none; }
.js .reader { display: flex; gap: .8rem; align-items: center; font-size: .9rem; flex-wrap: wrap; }
.reader input { flex: 1 1 10rem; accent-color: var(--loss); } .reader output { flex: 2 1 16rem; font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; } table { border-collapse: collapse; font-size: .92rem; }
th, td { text-align: left; padding: .2rem .8rem .2rem 0; border-bottom: 1px solid var(--rule); vertical-align: top; overflow-wrap: break-word; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; } tr.best-row { font-weight: 600; }
thead th { color: var(--dim); font-weight: 600; } summary { cursor: pointer; padding: .2rem 0; }
footer { margin-top: 2.5rem; font-size: .85rem; color: var(--dim); }
@media print { body { padding: 0; max-width: none; font-size: 10.5pt; } .reader, .js .reader { display: none; }
  .charts { grid-template-columns: 1fr 1fr; } figure, .verdict { background: none; border: 1px solid var(--rule); }
  h2, h3 { break-after: avoid; } tr { break-inside: avoid; } }
`;

/**
 * The style sheet of a chart in a file of its own, on white. It has no custom properties: librsvg draws nothing in a
 * colour that one names.
 */
export const fileStyle = markup`${chartRules((colour) => light[colour])}
${curveKinds.map((kind) => markup`.name.${kind} { fill: ${light[kind]}; } `)}`;

function variables(palette: Readonly<Record<Colour, string>>): readonly Markup[] {
  return Object.entries(palette).map(([name, value]) => markup`--${name}: ${value}; `);
}

function chartRules(colour: (name: Colour) => string): Markup {
  return markup`.chart text { font: 11px system-ui, sans-serif; } .label { fill: ${colour('dim')}; }
.grid { stroke: ${colour('rule')}; stroke-width: .6; } .threshold { stroke: ${colour('dim')}; stroke-dasharray: 3 3; stroke-width: .8; }
.curve { fill: none; stroke-width: 1.6; } .band { opacity: .18; }
${curveKinds.map((kind) => markup`.curve.${kind} { stroke: ${colour(kind)}; } .band.${kind} { fill: ${colour(kind)}; } `)}
.fan { fill: ${colour('fan')}; } .curve.forecast { stroke: ${colour('map')}; stroke-dasharray: 5 4; stroke-width: 1.2; }
.best { fill: ${colour('mark')}; stroke: ${colour('ground')}; stroke-width: .8; } .event { fill: ${colour('dim')}; }
.event.step { fill: ${colour('mark')}; } .event.verdict { fill: ${colour('may-stop')}; }
.event.join line { stroke: ${colour('other-a')}; stroke-dasharray: 2 3; }
.zone-a { fill: ${colour('zone-a')}; } .zone-b { fill: ${colour('zone-b')}; } .zone-c { fill: ${colour('zone-c')}; }`;
}
