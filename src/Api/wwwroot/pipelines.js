// Areas, their pipelines, and a strip of the last intervals of each.

import { $, h, show, pill, standing, words, intervalName, before, time, plural } from './dom.js';

export const LENGTH = 30;

export function showPipelines(pipelines, open) {
  const areas = Map.groupBy(pipelines, pipeline => pipeline.area);
  $('areas').removeAttribute('aria-busy');
  show($('areas'), pipelines.length === 0
    ? h('p', { class: 'card empty' }, 'No pipeline is defined yet. They appear when the workers have loaded a workspace.')
    : [...areas].sort().map(([area, members]) => h('div', { class: 'card area' }, h('h3', {}, words(area)), members.map(pipeline => row(pipeline, open)))));
  showSummary(pipelines);
}

function row(pipeline, open) {
  const latest = pipeline.latest;
  return h('article', { class: 'pipeline', 'aria-label': pipeline.id },
    h('div', {},
      h('p', { class: 'name' }, pipeline.id),
      h('p', { class: 'about' }, `${pipeline.grain === 'day' ? 'daily' : 'monthly'}, for ${pipeline.audience}`)),
    h('p', { class: 'latest' }, latest
      ? [pill(standing(latest)), h('span', { class: 'when' }, `${intervalName(latest.interval)}, `, time(latest.finishedAt ?? latest.startedAt))]
      : pill('none', 'no run yet')),
    strip(pipeline, open));
}

function strip(pipeline, open) {
  const known = new Map(pipeline.recent.map(run => [run.interval, run]));
  const last = pipeline.latest?.interval;
  const intervals = [];
  for (let interval = last; interval && intervals.length < LENGTH; interval = before(interval)) intervals.unshift(interval);
  const cells = intervals.map((interval, index) => cell(pipeline, interval, known.get(interval), index === intervals.length - 1, open));
  return h('div', { class: 'strip', role: 'toolbar', 'aria-label': `Last ${plural(intervals.length, 'interval')} of ${pipeline.id}`, onkeydown: move },
    Array.from({ length: LENGTH - cells.length }, () => h('span', { class: 'cell none', 'aria-hidden': 'true' })), cells);
}

// One stop of the tab key per strip; the arrows go through it.
function cell(pipeline, interval, run, isLast, open) {
  const label = `${intervalName(interval, true)}: ${run ? words(standing(run)) : 'no run'}`;
  const attributes = { 'data-key': `${pipeline.id}/${interval}`, tabindex: isLast ? 0 : -1, title: label, 'aria-label': label, type: 'button' };
  return run
    ? h('button', { ...attributes, class: `cell ${standing(run)}`, onclick: () => open(run.runId) })
    : h('button', { ...attributes, class: 'cell none', 'aria-disabled': 'true' });
}

function move(event) {
  const cells = [...event.currentTarget.querySelectorAll('button')];
  const at = cells.indexOf(document.activeElement);
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: cells.length - 1 }[event.key];
  if (to === undefined || !cells[to]) return;
  event.preventDefault();
  cells[at].tabIndex = -1;
  cells[to].tabIndex = 0;
  cells[to].focus();
}

function showSummary(pipelines) {
  const latest = pipelines.map(pipeline => pipeline.latest).filter(Boolean).map(standing);
  const of = (...which) => latest.filter(word => which.includes(word)).length;
  const tile = (number, text, tone) => h('li', { class: number > 0 ? tone : '' }, h('strong', {}, number), h('span', {}, text));
  show($('summary'),
    tile(pipelines.length, pipelines.length === 1 ? 'pipeline' : 'pipelines'),
    tile(of('succeeded', 'succeededWithWarnings', 'publishedPartial'), 'latest interval published'),
    tile(pipelines.flatMap(pipeline => pipeline.recent).filter(run => ['running', 'waiting'].includes(standing(run))).length, 'running or waiting', 'busy'),
    tile(of('failed', 'cancelled'), 'latest interval failed', 'bad'));
}
