// The panel of one run: what happened, step by step, and what to do about it.

import { $, h, show, pill, standing, words, intervalName, time, exact, took, count, plural, amount } from './dom.js';
import { get, post } from './api.js';
import { madeOf } from './numbers.js';

let shown = null;
// What is unfolded of the run that is shown, by name.
let unfolded = {};

/** Opens the panel; the address keeps it, so that it can be sent to somebody. */
export const open = id => { location.hash = `run=${id}`; };

export function follow() {
  $('run').addEventListener('close', () => { if (location.hash) window.history.pushState(null, '', location.pathname); shown = null; });
  $('run').addEventListener('click', event => { if (event.target === $('run')) $('run').close(); });
  window.addEventListener('hashchange', fromAddress);
  fromAddress();
}

function fromAddress() {
  const id = /^#run=([0-9a-f-]{36})$/.exec(location.hash)?.[1];
  if (id) refresh(id);
  else if ($('run').open) $('run').close();
}

/** Reads the run again while it is shown. */
export const refreshShown = () => shown && refresh(shown.id);

async function refresh(id) {
  const isNew = shown?.id !== id;
  if (isNew) unfolded = {};
  try {
    const run = await get(`/runs/${id}`, !isNew);
    if (run) {
      shown = run;
      show($('run'), panel(run));
    }
  } catch (error) {
    shown = null;
    show($('run'), h('div', { class: 'inside' }, head('This run cannot be shown'), h('p', { class: 'trouble' }, error.message)));
  }

  if (!$('run').open) $('run').showModal();
}

const head = title => h('div', { class: 'head' },
  h('h2', { id: 'run-title' }, title),
  h('button', { class: 'close', type: 'button', 'data-key': 'close', 'aria-label': 'Close', onclick: () => $('run').close() }, '×'));

function panel(run) {
  return h('div', { class: 'inside' },
    head(`${run.pipeline}, ${intervalName(run.interval, true)}`),
    h('p', {}, pill(standing(run)), ' ', h('span', { class: 'muted' }, `generation ${run.generation}${run.simulated ? ', synthetic data' : ''}`)),
    stages(run), trouble(run), missing(run), awaited(run), actions(run), facts(run),
    section('Numbers', numbers(run)), section('Targets', targets(run)), section('Sources', sources(run)), section('Checks', checks(run)), section('Set apart', setApart(run)), section('Attempts', attempts(run)),
    events(run));
}

const section = (title, content) => content && [h('h3', {}, title), content];

const rows = (titles, lines) => lines.length > 0 && h('div', { class: 'rows' }, h('table', {},
  h('thead', {}, h('tr', {}, titles.map(title => h('th', { scope: 'col', class: title.startsWith('#') ? 'number' : null }, title.replace('#', ''))))),
  h('tbody', {}, lines.map(cells => h('tr', {}, cells.map((cell, index) => h('td', { class: titles[index].startsWith('#') ? 'number' : null }, cell)))))));

const steps = [['ingest', 'ingest'], ['check inputs', 'check-inputs'], ['transform', 'transform'], ['check outputs', 'check-outputs'], ['publish', 'publish']];

// A step that was passed over is none of this pipeline's.
function stages(run) {
  const started = new Set(run.attempts.map(attempt => kindOf(attempt.model)));
  const last = steps.findLastIndex(([, kind]) => started.has(kind));
  const shown = steps.map(([name, kind], index) => ({ name, index, isStarted: started.has(kind) })).filter(({ index, isStarted }) => isStarted || index > last);
  return h('ol', { class: 'stages', 'aria-label': 'Steps' }, shown.map(({ name, index, isStarted }) => {
    const isDone = isStarted && (index < last || run.completeness);
    const state = isDone ? 'done' : index !== last ? '' : run.outcome ? 'stopped' : 'here';
    return h('li', { class: state, 'aria-current': state === 'here' ? 'step' : null }, name, { done: ' ✓', stopped: ' ✕' }[state]);
  }));
}

const kindOf = step => ['ingest', 'check-inputs', 'check-outputs', 'publish'].find(kind => step.startsWith(kind)) ?? 'transform';

const trouble = run => run.error && h('div', { class: 'trouble' }, h('p', {}, h('strong', {}, run.error.place), `: ${run.error.message}`), h('p', {}, run.error.remedy));

const missing = run => !run.outcome && run.sources.filter(source => source.state === 'missing').map(source => h('div', { class: 'trouble calm' },
  h('p', {}, h('strong', {}, source.id), ' has not come. The run goes on by itself when it does.'),
  h('p', { class: 'mono' }, source.expectedFiles.join(', '))));

const range = ({ from, to }) => from === to ? from : `${from} to ${to}`;

const awaited = run => !run.outcome && run.waitsFor && h('div', { class: 'trouble calm' },
  h('p', {}, 'Waits for ', h('strong', {}, run.waitsFor), '. The run goes on by itself when that is published.'));

function actions(run) {
  const mayRetry = run.outcome === 'failed' || (!run.outcome && run.stage === 'waiting');
  const error = h('span', { class: 'error', role: 'alert' });
  return mayRetry && h('p', { class: 'actions' }, h('button', {
    class: 'primary', type: 'button', 'data-key': 'retry', onclick: async () => {
      try {
        await post(`/runs/${run.id}/retry`, { reason: 'From the dashboard' }, run.version);
        await refresh(run.id);
      } catch (problem) {
        error.textContent = problem.message;
      }
    },
  }, 'Try again now'), error);
}

function facts(run) {
  const fact = (name, value) => value && [h('dt', {}, name), h('dd', {}, value)];
  return h('dl', { class: 'facts' },
    fact('Started', time(run.startedAt, exact(run.startedAt))),
    fact('Took', run.finishedAt && took(run.startedAt, run.finishedAt)),
    fact('Cause', words(run.cause)),
    fact('Reason', run.reason),
    fact('Reads', run.upstream.length > 0 && run.upstream.flatMap(({ pipeline, reads }) => reads.map(pinned => `${pipeline} ${range(pinned.range)} (generation ${pinned.generation})`)).join(', ')),
    fact('Published', run.completeness && words(run.completeness)),
    fact('In quarantine', run.quarantinedRows > 0 && plural(run.quarantinedRows, 'row')),
    fact('Definition', `version ${run.definitionVersion}`),
    fact('Run', h('span', { class: 'mono' }, run.id)));
}

// A warning that all numbers share is said once.
function numbers(run) {
  const warnings = new Set(run.metrics.map(point => point.warning));
  const ofAll = warnings.size === 1 ? run.metrics[0].warning : null;
  const points = run.metrics.toSorted((a, b) => a.metric.localeCompare(b.metric) || Object.keys(a.dimensions).length - Object.keys(b.dimensions).length);
  const table = rows(['Metric', 'Period', '#Value'], points.map(point => [
    [words(point.metric), Object.values(point.dimensions).map(value => h('span', { class: 'small' }, ` ${value}`)), !ofAll && madeOf(point)],
    h('span', { class: 'nowrap' }, point.period), [point.completeness === 'complete' ? null : pill(point.completeness), point.stale ? pill('stale') : null, ' ', amount(point.value, point.unit)]]));
  return table && [ofAll && h('p', { class: 'note' }, pill('warned', 'warning'), ` ${ofAll}`), table];
}

const targets = run => rows(['Table', '#Rows'], run.targets.map(target => [h('span', { class: 'mono' }, target.table), count(target.rows)]));

const sources = run => rows(['Source', 'State', 'Files', '#Rows'], run.sources.map(source => [
  source.id, pill(source.state),
  source.files.map(file => h('p', { class: 'small', title: `SHA-256 ${file.sha256}` }, file.name, file.rejectedRows > 0 ? `, ${plural(file.rejectedRows, 'row')} rejected` : '',
    file.duplicateOf ? `: ${file.duplicateOf} again, counted once` : '')),
  count(source.files.reduce((sum, file) => sum + file.rows, 0))]));

const checks = run => rows(['Check', 'Outcome', '#Looked at', '#Offending'], run.checks.map(check => [
  [check.id, h('p', { class: 'small' }, `${words(check.kind)} on ${check.target}${check.error ? `: ${check.error}` : ''}${kinds(check)}${check.detail ? `; ${check.detail}` : ''}`)],
  pill(check.outcome), check.rowsLookedAt == null ? '' : count(check.rowsLookedAt), count(check.rows)]));

const kinds = check => Object.entries(check.kinds).filter(([, number]) => number > 0).map(([kind, number]) => `, ${kind} ${count(number)}`).join('');

const attempts = run => rows(['Step', '#Attempt', 'Result', '#Took'], run.attempts.map(attempt => [
  [attempt.model, attempt.error && h('p', { class: 'small' }, attempt.error.message), attempt.nextDueAt && attempt.result === 'failed' && h('p', { class: 'small' }, 'again ', time(attempt.nextDueAt))],
  `${attempt.number} of ${attempt.of}`, pill(attempt.result), attempt.finishedAt ? took(attempt.startedAt, attempt.finishedAt) : '']));

const events = run => [h('h3', {}, 'History'), folded('history', 'Every event of this run', `/runs/${run.id}/events?limit=500`,
  list => rows(['#', 'Event', 'By', 'At'], list.map(event => [event.version, words(event.type), [event.actor, event.via && `via ${event.via}`].filter(Boolean).join(' '), time(event.at, exact(event.at))])))];

const mostShown = 100;

const setApart = run => (run.quarantinedRows > 0 || rejected(run) > 0) && [
  run.quarantinedRows > 0 && folded('quarantine', `${plural(run.quarantinedRows, 'row')} in quarantine`, `/runs/${run.id}/quarantine?limit=${mostShown}`,
    list => rows(['Row', 'Check', 'Values', 'Verdict'], list.map(row => [place(row), row.check, values(row.values), row.verdict ?? '']))),
  rejected(run) > 0 && folded('rejects', `${plural(rejected(run), 'row')} rejected`, `/runs/${run.id}/rejects?limit=${mostShown}`,
    list => rows(['Row', 'Reason', 'Values'], list.map(row => [place(row), row.reason, values(row.raw)])))];

const rejected = run => run.sources.flatMap(source => source.files).reduce((sum, file) => sum + file.rejectedRows, 0);

const place = row => h('p', { class: 'small', title: row.file }, `${row.source}, row ${row.row} of ${row.file.split('/').at(-1)}`);

const values = row => h('p', { class: 'small' }, typeof row === 'string' ? row : Object.entries(row).map(([column, value]) => `${column} ${value ?? 'null'}`).join(', '));

/** A list that is read when somebody unfolds it. */
function folded(name, title, path, table) {
  const content = h('div', {});
  const load = async () => {
    try {
      unfolded[name] ??= await get(path);
      const { items, next } = unfolded[name];
      show(content, table(items), next && h('p', { class: 'note' }, `The first ${count(items.length)}; the API has them all.`));
    } catch (error) {
      show(content, h('p', { class: 'trouble' }, error.message));
    }
  };
  return h('details', { open: name in unfolded, ontoggle: event => event.target.open ? load() : delete unfolded[name] }, h('summary', { 'data-key': name }, title), content);
}
