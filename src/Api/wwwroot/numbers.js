// The investor numbers: a chart of gross and net profit by day, and the latest of every metric.

import { $, h, s, show, words, intervalName, amount, pill, count, plural } from './dom.js';
import { post, said } from './api.js';

const WIDTH = 720;
const HEIGHT = 220;
const EDGE = { top: 16, right: 10, bottom: 26, left: 58 };
const SERIES = [['gross', 'gross_profit'], ['net', 'net_profit']];

export function showNumbers(points) {
  showChart(points.filter(point => point.period.length === 10));
  showTiles(points);
}

function showTiles(points) {
  const groups = Map.groupBy(points, point => `${point.metric}/${point.period.length}`);
  show($('tiles'), [...groups.values()].map(group => {
    const sorted = group.toSorted((a, b) => a.period.localeCompare(b.period));
    const [previous, latest] = [sorted.at(-2), sorted.at(-1)];
    return h('li', { class: 'card' },
      h('p', { class: 'metric' }, words(latest.metric)),
      h('p', { class: 'value' }, amount(latest.value, latest.unit).split(/ (?=[a-z])/).map((part, index) => index === 0 ? part : h('span', { class: 'unit' }, ` ${part}`))),
      h('p', { class: 'change' }, `${intervalName(latest.period)}${change(previous, latest)} `,
        latest.completeness === 'complete' ? null : pill(latest.completeness), latest.restatements > 0 ? pill('restated', 'restated') : null, latest.stale ? pill('stale') : null),
      madeOf(latest));
  }));
}

/** What stands in the way of a number, in a line: over how much of what it is made of it was computed, and why it is stale. */
export function madeOf(point) {
  const { coverage, stale, warning } = point;
  const lacks = point.completeness !== 'complete' && coverage?.slots > 1 ? `Made of ${count(coverage.complete + coverage.confirmedEmpty)} of ${count(coverage.slots)}. ` : '';
  const text = [lacks + (point.completeness === 'complete' ? '' : warning ?? ''), stale && `Stale: ${stale.because}.`].filter(Boolean).join(' ').trim();
  return text && h('p', { class: 'small' }, text);
}

/** Intervals whose numbers are not what they would be if they were computed now, and the one command for exactly these. */
export function showStale(stale, refresh) {
  show($('stale'), stale.map(pipeline => {
    const error = h('span', { class: 'error', role: 'alert' });
    return h('div', { class: 'card trouble calm' },
      h('p', {}, h('strong', {}, pipeline.pipeline), `: ${plural(pipeline.intervals, 'interval')} from ${intervalName(pipeline.from)} to ${intervalName(pipeline.to)}: what they read was published anew, and their numbers say that they are stale.`),
      h('p', { class: 'actions' }, h('button', {
        class: 'primary', type: 'button', 'data-key': `stale-${pipeline.pipeline}`, onclick: async () => {
          try {
            await post('/backfills', { pipeline: pipeline.pipeline, reprocess: 'stale', reason: 'From the dashboard' });
            await refresh();
          } catch (problem) {
            error.textContent = said(problem);
          }
        },
      }, 'Compute exactly these anew'), error));
  }));
}

// A share of nothing, or of a loss, would mean nothing.
function change(previous, latest) {
  if (previous?.value === undefined || previous.value === null || latest.value === null) return '';
  if (previous.value <= 0) return `, after ${amount(previous.value, previous.unit)} on ${intervalName(previous.period)}`;
  const percent = (latest.value / previous.value - 1) * 100;
  return `, ${percent >= 0 ? '+' : '−'}${Math.abs(percent).toFixed(1)} % since ${intervalName(previous.period)}`;
}

function showChart(points) {
  const periods = [...new Set(points.filter(point => SERIES.some(([, metric]) => metric === point.metric)).map(point => point.period))].sort();
  if (periods.length < 2) {
    show($('chart'), h('p', { class: 'empty' }, 'Gross and net profit are drawn here as soon as two days are published.'));
    return;
  }

  const of = metric => periods.map(period => points.find(point => point.metric === metric && point.period === period) ?? null);
  const series = SERIES.map(([name, metric]) => ({ name, metric, points: of(metric) }));
  const scale = scaleOf(series, periods);
  const unit = series.flatMap(line => line.points).find(Boolean).unit;
  const readout = h('span', { class: 'muted' });
  const cursor = s('line', { class: 'cursor', y1: EDGE.top, y2: HEIGHT - EDGE.bottom, visibility: 'hidden' });
  let at = periods.length - 1;

  const point = to => {
    at = Math.min(periods.length - 1, Math.max(0, to));
    cursor.setAttribute('x1', scale.x(at));
    cursor.setAttribute('x2', scale.x(at));
    cursor.setAttribute('visibility', 'visible');
    readout.textContent = `${intervalName(periods[at], true)}: ${series.map(line => `${line.name} ${amount(line.points[at]?.value ?? null, unit)}`).join(', ')}`;
  };
  const svg = s('svg', {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', tabindex: 0, 'data-key': 'chart',
    'aria-label': `Gross and net profit by day, ${intervalName(periods[0], true)} to ${intervalName(periods.at(-1), true)}. The table below has the numbers.`,
    onpointermove: event => point(scale.index((event.offsetX / svg.clientWidth) * WIDTH)),
    onpointerleave: () => cursor.setAttribute('visibility', 'hidden'),
    onkeydown: event => ({ ArrowLeft: () => point(at - 1), ArrowRight: () => point(at + 1) })[event.key]?.(),
  }, grid(scale, unit), days(scale, periods), series.map(line => draw(line, scale)), cursor);

  show($('chart'),
    h('figcaption', {}, h('span', { class: 'series' }, SERIES.map(([name]) => h('span', {}, h('span', { class: `key ${name}` }), `${name} profit`))), readout),
    svg, table(series, periods, unit));
}

function scaleOf(series, periods) {
  const values = series.flatMap(line => line.points).map(point => point?.value).filter(value => value !== null && value !== undefined);
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const step = nice((high - low) / 4 || 1);
  const [from, to] = [Math.floor(low / step) * step, Math.ceil(high / step) * step];
  const inner = { width: WIDTH - EDGE.left - EDGE.right, height: HEIGHT - EDGE.top - EDGE.bottom };
  return {
    ticks: Array.from({ length: Math.round((to - from) / step) + 1 }, (_, index) => from + index * step),
    x: index => EDGE.left + (index / (periods.length - 1)) * inner.width,
    y: value => EDGE.top + (1 - (value - from) / (to - from)) * inner.height,
    index: x => Math.round(((x - EDGE.left) / inner.width) * (periods.length - 1)),
  };
}

// 1, 2 or 5 times a power of ten.
function nice(step) {
  const power = 10 ** Math.floor(Math.log10(step));
  return [1, 2, 5, 10].find(factor => factor * power >= step) * power;
}

const grid = (scale, unit) => scale.ticks.map(value => [
  s('line', { class: 'grid', x1: EDGE.left, x2: WIDTH - EDGE.right, y1: scale.y(value), y2: scale.y(value) }),
  s('text', { class: 'axis', x: EDGE.left - 8, y: scale.y(value) + 4, 'text-anchor': 'end' }, amount(value, unit, true)),
]);

// The last day is always named, to the left of its point: the one before it needs room.
function days(scale, periods) {
  const every = Math.max(1, Math.ceil(periods.length / 6));
  return periods.map((period, index) => index % every === 0 && periods.length - 1 - index >= 0.75 * every || index === periods.length - 1
    ? s('text', { class: 'axis', x: scale.x(index), y: HEIGHT - 6, 'text-anchor': index === 0 ? 'start' : index === periods.length - 1 ? 'end' : 'middle' }, intervalName(period))
    : null);
}

function draw(line, scale) {
  const known = line.points.map((point, index) => ({ point, index })).filter(({ point }) => point && point.value !== null);
  const path = known.map(({ point, index }, i) => `${i > 0 && known[i - 1].index === index - 1 ? 'L' : 'M'}${scale.x(index)} ${scale.y(point.value)}`).join('');
  return s('g', { class: line.name },
    s('path', { class: 'line', d: path }),
    known.filter(({ point }, i) => point.completeness !== 'complete' || i === known.length - 1).map(({ point, index }) =>
      s('circle', { class: point.completeness === 'complete' ? 'point' : 'incomplete', cx: scale.x(index), cy: scale.y(point.value), r: 3.5 })));
}

const table = (series, periods, unit) => h('details', {},
  h('summary', {}, 'As a table'),
  h('div', { class: 'rows' }, h('table', {},
    h('thead', {}, h('tr', {}, h('th', {}, 'day'), series.map(line => h('th', { class: 'number' }, `${line.name} profit`)))),
    h('tbody', {}, periods.map((period, index) => h('tr', {}, h('td', {}, period),
      series.map(line => h('td', { class: 'number' }, amount(line.points[index]?.value ?? null, unit)))))))));
