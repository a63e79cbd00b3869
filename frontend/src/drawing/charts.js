// Chart.js drawn from a small neutral description; a click follows the link of what was clicked.
import {
  ArcElement, BarController, BarElement, CategoryScale, Chart, DoughnutController, Filler, Legend,
  LinearScale, LineController, LineElement, PointElement, Tooltip,
} from 'chart.js';
import * as colours from './colours.js';

Chart.register(
  ArcElement, BarController, BarElement, CategoryScale, DoughnutController, Filler, Legend,
  LinearScale, LineController, LineElement, PointElement, Tooltip,
);

const TYPES = {bar: 'bar', stacked: 'bar', line: 'line', pie: 'doughnut'};
// A line is known by its dashes too, a bar by its place.
const DASHES = [[], [6, 4], [2, 3], [10, 4, 2, 4]];
const drawn = new Map();

const isHidden = () => document.documentElement.dataset.amounts === 'hidden';
const isCalm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

const writer = ({currency = 'EUR', locale = 'en', decimals = 2} = {}, short = false) => {
  const digits = short
    ? {notation: 'compact', maximumFractionDigits: 1}
    : {minimumFractionDigits: decimals, maximumFractionDigits: decimals};
  const format = new Intl.NumberFormat(locale, {style: 'currency', currency, ...digits});
  return (value) => (isHidden() ? '•••' : format.format(value).replace('-', '−'));
};

const slices = (spec) => spec.series.map(({name, values}) => ({
  label: name,
  data: values,
  backgroundColor: spec.colours.map(colours.category),
  borderColor: colours.surface(),
  borderWidth: 2,
}));

const rows = (spec) => spec.series.map((series, index) => {
  const colour = colours.ofSeries(series);
  const shared = {label: series.name, data: series.values, borderColor: colour, backgroundColor: colour};
  if (spec.type !== 'line') return {...shared, borderRadius: 3, maxBarThickness: 40};
  return {...shared, borderWidth: 2, borderDash: DASHES[index % DASHES.length], pointRadius: 3, pointHitRadius: 16, tension: 0.25};
});

const scales = (spec) => {
  if (spec.type === 'pie') return {};
  const short = writer(spec.format, true);
  const stacked = spec.type === 'stacked';
  return {
    x: {stacked, grid: {display: false}, border: {color: colours.line()}, ticks: {color: colours.quiet(), maxRotation: 0, autoSkipPadding: 12}},
    y: {stacked, grid: {color: colours.line()}, border: {display: false}, ticks: {color: colours.quiet(), maxTicksLimit: 6, callback: (value) => short(value)}},
  };
};

const linkAt = (spec, {datasetIndex, index}) => spec.series[datasetIndex]?.links?.[index] ?? spec.links?.[index];

const told = (spec) => {
  const write = writer(spec.format);
  return ({dataset, label, raw}) => `${spec.type === 'pie' ? label : dataset.label}: ${write(raw)}`;
};

const options = (spec) => ({
  responsive: true,
  maintainAspectRatio: false,
  animation: isCalm() ? false : {duration: 350},
  interaction: spec.type === 'pie' ? {mode: 'nearest'} : {mode: 'index', intersect: false},
  scales: scales(spec),
  cutout: '62%',
  plugins: {
    legend: {
      display: spec.series.length > 1 || spec.type === 'pie',
      position: spec.type === 'pie' && innerWidth > 640 ? 'right' : 'bottom',
      labels: {color: colours.ink(), usePointStyle: true, pointStyle: spec.type === 'line' ? 'line' : 'rectRounded', padding: 16},
    },
    tooltip: {callbacks: {label: told(spec)}, padding: 10, boxPadding: 4},
  },
  onClick: (event, _, chart) => {
    const hits = chart.getElementsAtEventForMode(event.native, 'nearest', {intersect: spec.type !== 'line'}, false);
    const link = hits[0] && linkAt(spec, hits[0]);
    if (link) location.assign(link);
  },
  onHover: (event, elements) => {
    event.native.target.style.cursor = elements[0] && linkAt(spec, elements[0]) ? 'pointer' : '';
  },
});

export const draw = (canvas) => {
  const spec = JSON.parse(document.getElementById(canvas.dataset.chart).textContent);
  drawn.get(canvas)?.destroy();
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  drawn.set(canvas, new Chart(canvas, {
    type: TYPES[spec.type],
    data: {labels: spec.labels, datasets: spec.type === 'pie' ? slices(spec) : rows(spec)},
    options: options(spec),
  }));
};

document.addEventListener('looks-changed', () => {
  for (const canvas of drawn.keys()) {
    if (canvas.isConnected) draw(canvas);
    else drawn.delete(canvas);
  }
});
