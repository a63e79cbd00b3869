// Money as it flows, from where it came to where it went: nodes in columns, streams between them.
import {Chart, LinearScale, Tooltip} from 'chart.js';
import {Flow, SankeyController} from 'chartjs-chart-sankey';
import * as colours from './colours.js';
import {fitted, writer} from './writing.js';

Chart.register(Flow, LinearScale, SankeyController, Tooltip);

const NAME = 22;

const byKey = (nodes, of) => Object.fromEntries(nodes.map((node, index) => [node.key, of(node, index)]));

// A node is as large as what comes in, or goes out, whichever is more.
const amounts = (streams) => {
  const sums = {in: {}, out: {}};
  for (const {from, to, flow} of streams) {
    sums.out[from] = (sums.out[from] ?? 0) + flow;
    sums.in[to] = (sums.in[to] ?? 0) + flow;
  }
  return (key) => Math.max(sums.in[key] ?? 0, sums.out[key] ?? 0);
};

const dataset = ({nodes, streams, format}) => {
  const short = writer(format, true);
  const amount = amounts(streams);
  const paint = byKey(nodes, colours.of);
  const last = Math.max(...nodes.map(({column}) => column));
  return {
    data: streams,
    labels: byKey(nodes, ({key, name}) => `${fitted(name, NAME)}  ${short(amount(key))}`),
    column: byKey(nodes, ({column}) => column),
    colorFrom: ({raw}) => paint[raw?.from],
    colorTo: ({raw}) => paint[raw?.to],
    alpha: .35,
    nodeWidth: 10,
    nodePadding: 18,
    nodeMinSize: 2,
    borderWidth: 0,
    size: 'max',
    color: colours.ink(),
    nodeLabels: {
      color: colours.ink(),
      // Names stand inside the picture: those of the last column before it, all others after it.
      position: ({key}) => (nodes.find((node) => node.key === key)?.column === last ? 'left' : 'right'),
    },
  };
};

const names = (nodes) => byKey(nodes, ({name}) => name);

export const config = (spec, shared) => {
  const name = names(spec.nodes);
  const write = writer(spec.format);
  return {
    type: 'sankey',
    data: {datasets: [dataset(spec)]},
    options: {
      ...shared,
      interaction: {mode: 'nearest', intersect: true},
      layout: {padding: {left: 2, right: 12, top: 8, bottom: 8}},
      plugins: {
        legend: {display: false},
        tooltip: {
          padding: 10,
          callbacks: {title: () => '', label: ({raw}) => `${name[raw.from]} → ${name[raw.to]}: ${write(raw.flow)}`},
        },
      },
    },
  };
};

export const linkAt = (spec, {index}) => spec.streams[index]?.link;
