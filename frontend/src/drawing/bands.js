// What is likely: two ranges, one inside the other, under the lines and bars of a chart.
import * as colours from './colours.js';
import {writer} from './writing.js';

const STRENGTHS = {wide: 14, narrow: 30};

const edge = (label, data) => ({
  type: 'line', label, data, borderWidth: 0, pointRadius: 0, pointHitRadius: 0, tension: 0, order: 9, fill: false, spanGaps: false,
});

// The upper edge is filled down to the lower one, which comes right before it.
const pair = ({name, lows, highs, drawn}, colour) => [
  {...edge('', lows), isLow: true},
  {...edge(name, highs), fill: '-1', lows, pointStyle: 'rectRounded', borderColor: 'transparent', backgroundColor: colours.faint(colour, STRENGTHS[drawn])},
];

// A day has no point of its own: there are too many of them.
const plain = (data, {drawn}) => (drawn ? {...data, tension: 0, pointRadius: 0, borderDash: drawn === 'dashed' ? [4, 4] : [], pointStyle: 'line'} : data);

export const config = (spec, made) => {
  const write = writer(spec.format);
  const lines = spec.series.filter(({drawn}) => drawn === 'line');
  const colour = colours.of(lines.at(-1) ?? {});
  const told = ({dataset, raw, dataIndex}) => (dataset.lows ? `${dataset.label}: ${write(dataset.lows[dataIndex])} – ${write(raw)}` : `${dataset.label}: ${write(raw)}`);
  const {legend, tooltip} = made.options.plugins;
  return {
    ...made,
    data: {labels: spec.labels, datasets: [...made.data.datasets.map((one, at) => plain(one, spec.series[at])), ...spec.ranges.flatMap((one) => pair(one, colour))]},
    options: {
      ...made.options,
      scales: {...made.options.scales, y: {...made.options.scales.y, beginAtZero: spec.series.some(({drawn}) => !drawn)}},
      plugins: {
        legend: {...legend, labels: {...legend.labels, filter: ({text}) => Boolean(text)}},
        tooltip: {...tooltip, filter: ({dataset, raw}) => !dataset.isLow && raw !== null, callbacks: {label: told}},
      },
    },
  };
};
