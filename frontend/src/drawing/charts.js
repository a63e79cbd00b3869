// Chart.js drawn from a small neutral description; a click follows the link of what was clicked.
import {
  ArcElement, BarController, BarElement, CategoryScale, Chart, DoughnutController, Filler, Legend,
  LinearScale, LineController, LineElement, PointElement, Tooltip,
} from 'chart.js';
import * as colours from './colours.js';
import {fitted, writer} from './writing.js';

Chart.register(
  ArcElement, BarController, BarElement, CategoryScale, DoughnutController, Filler, Legend,
  LinearScale, LineController, LineElement, PointElement, Tooltip,
);

const TYPES = {bar: 'bar', stacked: 'bar', sideways: 'bar', line: 'line', bands: 'bar', pie: 'doughnut'};
// A line is known by the shape of its points too, a crowded one by its dashes, a bar by its place.
const SHAPES = ['circle', 'rect', 'triangle', 'rectRot', 'crossRot', 'star'];
const DASHES = [[], [8, 4], [2, 3], [10, 4, 2, 4], [4, 2], [14, 4]];
const CROWD = 40;
// A lying bar or a node with its name, and what stands below all of them, in pixels.
const [BAR, FOOT] = [34, 44];
const SHORTEST = 440;
const drawn = new Map();

const isCalm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
const isPhone = () => innerWidth < 640;
const isLine = ({type}, {drawn: as}) => as === 'line' || as === 'thin' || type === 'line' || (type === 'bands' && Boolean(as));
const turn = (list, index) => list[index % list.length];

const slices = (spec) => spec.series.map(({name, values}) => ({
  label: name,
  data: values,
  pointStyle: 'rectRounded',
  backgroundColor: spec.colours.map(colours.category),
  borderColor: colours.surface(),
  borderWidth: 2,
}));

const line = (spec, series, index) => {
  const isCrowded = spec.labels.length > CROWD;
  return {
    type: 'line',
    borderWidth: 2,
    borderDash: isCrowded ? turn(DASHES, index) : [],
    pointStyle: turn(SHAPES, index),
    pointRadius: isCrowded ? 0 : 3.5,
    pointHitRadius: 16,
    tension: 0.2,
  };
};

const bar = (spec, colour) => ({
  type: 'bar',
  pointStyle: 'rectRounded',
  borderRadius: 3,
  maxBarThickness: 40,
  minBarLength: 1,
  // Where bars lie on each other, a line parts them that no colour could.
  ...(spec.type === 'stacked' && {borderRadius: 0, borderColor: colours.surface(), borderWidth: {top: 1}}),
  backgroundColor: colour,
});

// What stands beside the others for comparison is drawn lighter than they are.
const lighter = (spec, series, colour) => {
  const kinds = {
    dashed: isLine(spec, series)
      ? {borderDash: [4, 4], borderWidth: 1.5, pointRadius: 0, pointStyle: 'line'}
      : {backgroundColor: colours.faint(colour, 12), borderColor: colour, borderWidth: 1},
    thin: {borderDash: [], borderWidth: 1.25, pointRadius: 0, pointStyle: 'line'},
    line: {order: -1},
  };
  return {...kinds[series.drawn], ...(series.drawn !== 'line' && {stack: series.drawn})};
};

const rows = (spec) => spec.series.map((series, index) => {
  const colour = colours.of(series);
  const paint = series.colours ? series.colours.map(colours.category) : colour;
  const kind = isLine(spec, series) ? line(spec, series, index) : bar(spec, paint);
  return {
    label: series.name,
    data: series.values,
    borderColor: colour,
    backgroundColor: colour,
    ...kind,
    ...(series.drawn && lighter(spec, series, colour)),
  };
});

const values = (spec, stacked) => {
  const short = writer(spec.format, true);
  return {
    stacked,
    beginAtZero: spec.type !== 'line',
    grid: {color: colours.line()},
    border: {display: false},
    ticks: {color: colours.quiet(), maxTicksLimit: isPhone() ? 5 : 6, maxRotation: 0, callback: (value) => short(value)},
  };
};

const labels = (spec, stacked) => {
  const lies = spec.type === 'sideways';
  const room = isPhone() ? 14 : 28;
  return {
    stacked,
    grid: {display: false},
    border: {color: colours.line()},
    ticks: {
      color: lies ? colours.ink() : colours.quiet(),
      autoSkip: !lies,
      autoSkipPadding: 12,
      maxRotation: 0,
      callback: (_, index) => (lies ? fitted(spec.labels[index], room) : spec.labels[index]),
    },
  };
};

const scales = (spec) => {
  if (spec.type === 'pie') return {};
  const stacked = spec.type === 'stacked';
  const both = [labels(spec, stacked), values(spec, stacked)];
  const [x, y] = spec.type === 'sideways' ? both.reverse() : both;
  return {x, y};
};

const linkAt = (spec, {datasetIndex, index}) => spec.series[datasetIndex]?.links?.[index] || spec.links?.[index];

const told = (spec) => {
  const write = writer(spec.format);
  return ({dataset, label, raw}) => `${spec.type === 'pie' ? label : dataset.label}: ${write(raw)}`;
};

const legend = (spec) => ({
  display: spec.series.length > 1 || spec.type === 'pie',
  position: spec.type === 'pie' && !isPhone() ? 'right' : 'bottom',
  labels: {
    color: colours.ink(),
    usePointStyle: true,
    boxHeight: 7,
    padding: isPhone() ? 10 : 16,
  },
});

// A chart that lies answers along its rows, one that stands along its columns.
const asking = (spec) => {
  if (spec.type === 'pie') return {mode: 'nearest'};
  return {mode: 'index', intersect: false, axis: spec.type === 'sideways' ? 'y' : 'x'};
};

// What all kinds of charts share: room, calm, and where a click leads.
const shared = (spec, find, still) => ({
  responsive: true,
  maintainAspectRatio: false,
  animation: still || isCalm() ? false : {duration: 350},
  onClick: (event, _, chart) => {
    const hits = chart.getElementsAtEventForMode(event.native, 'nearest', {intersect: spec.type !== 'line'}, false);
    const link = hits[0] && find(spec, hits[0]);
    if (link) location.assign(link);
  },
  onHover: (event, elements) => {
    event.native.target.style.cursor = elements[0] && find(spec, elements[0]) ? 'pointer' : '';
  },
});

const config = (spec, still) => ({
  type: TYPES[spec.type],
  data: {labels: spec.labels, datasets: spec.type === 'pie' ? slices(spec) : rows(spec)},
  options: {
    ...shared(spec, linkAt, still),
    indexAxis: spec.type === 'sideways' ? 'y' : 'x',
    interaction: asking(spec),
    scales: scales(spec),
    cutout: '62%',
    plugins: {
      legend: legend(spec),
      tooltip: {callbacks: {label: told(spec)}, padding: 10, boxPadding: 4, usePointStyle: true},
    },
  },
});

// Names below each other need room; other charts are as high as the style sheet lets them be.
const needed = ({type, labels = [], nodes = []}) => {
  if (type === 'sideways') return labels.length * BAR + FOOT;
  if (type !== 'sankey') return 0;
  const columns = nodes.map(({column}) => nodes.filter((one) => one.column === column).length);
  return Math.max(SHORTEST, Math.max(...columns) * BAR + FOOT);
};

// The code of flows and of ranges comes only where there are some, and is kept.
const PARTS = {bands: () => import('./bands.js'), sankey: () => import('./sankey.js')};
const came = {};

const configOf = (spec, still) => {
  const part = came[spec.type];
  if (spec.type === 'bands') return part.config(spec, config(spec, still));
  return part ? part.config(spec, shared(spec, part.linkAt, still)) : config(spec, still);
};

const specOf = (canvas) => JSON.parse(document.getElementById(canvas.dataset.chart).textContent);

// It waits for nothing: what a printer takes must be drawn before the event is over.
const paint = (canvas, spec, still = false) => {
  const height = needed(spec);
  if (height) canvas.parentElement.style.height = `${height}px`;
  drawn.get(canvas)?.destroy();
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  drawn.set(canvas, new Chart(canvas, configOf(spec, still)));
};

export const draw = async (canvas) => {
  const spec = specOf(canvas);
  if (PARTS[spec.type]) came[spec.type] ??= await PARTS[spec.type]();
  paint(canvas, spec);
};

document.addEventListener('looks-changed', () => {
  for (const canvas of drawn.keys()) {
    if (canvas.isConnected) paint(canvas, specOf(canvas), true);
    else drawn.delete(canvas);
  }
});
