import { markup } from '../../words/page/markup.ts';

/**
 * The script of a page: below each chart a slider reads the values, by keyboard or as the pointer moves over the chart.
 * Texts and places are in the figure, so that it neither counts nor fetches anything.
 */
export const script = markup`
document.documentElement.classList.add('js');
for (const figure of document.querySelectorAll('figure[data-places]')) {
  const places = figure.dataset.places.split(' ').map(Number);
  const texts = figure.dataset.texts.split('\\n');
  const chart = figure.querySelector('svg');
  const input = figure.querySelector('input');
  const output = figure.querySelector('output');
  const cursor = document.createElementNS('http://www.w3.org/2000/svg', 'line');
  cursor.setAttribute('class', 'cursor');
  cursor.setAttribute('y1', figure.dataset.top);
  cursor.setAttribute('y2', figure.dataset.floor);
  const show = () => {
    const index = Number(input.value);
    output.textContent = texts[index];
    input.setAttribute('aria-valuetext', texts[index]);
    cursor.setAttribute('x1', places[index]);
    cursor.setAttribute('x2', places[index]);
    chart.append(cursor);
  };
  input.addEventListener('input', show);
  chart.addEventListener('pointermove', (event) => {
    const box = chart.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * chart.viewBox.baseVal.width;
    let nearest = 0;
    for (let index = 1; index < places.length; index++) {
      if (Math.abs(places[index] - x) < Math.abs(places[nearest] - x)) nearest = index;
    }
    input.value = nearest;
    show();
  });
}
`;
