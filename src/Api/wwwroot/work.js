// What is owed: now, later, in a worker's hands, or given up on.

import { $, h, show, pill, words, intervalName, time, plural, count } from './dom.js';

const SHOWN = 12;

const kinds = {
  'source-watch': 'look for files of', 'late-data': 'look for late data', turn: 'wait for earlier intervals', ripple: 'tell later intervals', 'judge-alerts': 'compare again with', 'source-due': 'falls due:', 'schedule-tick': 'next interval', backfill: 'backfill', publish: 'publish',
  'check-inputs': 'check inputs', 'check-outputs': 'check outputs', transform: 'transform', ingest: 'ingest',
  fallback: 'publish what there is of', 'sla-forecast': 'forecast the SLA of', 'sla-verdict': 'judge the SLA of', escalate: 'page', 'hold-expiry': 'end the hold of', notify: 'send the message about',
  resume: 'take up again', reingest: 'fetch again',
  handover: 'hand over sprint', coverage: 'look for who is missing', 'holiday-block-end': 'count the duty of', ticket: 'file the ticket of',
};

const steps = { primary: 'the primary owners', secondary: 'the secondary owners', everyone: 'all owners' };

// Of a page the key says which: occurrence, step, repeat.
function what(item) {
  const [, step, repeat] = item.kind === 'escalate' ? item.key.split('.') : [];
  return [kinds[item.kind] ?? words(item.kind), step ? `${steps[step]}${repeat > 0 ? ', again' : ''}` : item.key].filter(Boolean).join(' ');
}

// Watched intervals are looked at every minute for weeks: a count says so, unless a look has gone wrong.
const isOpen = row => row.state === 'due' || row.state === 'leased';
const watches = { 'late-data': 'interval', 'source-watch': 'source' };

// What a person is to see comes first in the answer, so that no number of watches pushes it off the page.
export function showWork({ items, counts }, open, redelivered = []) {
  const isRoutine = item => isOpen(item) && item.failures === 0 && counts.some(row => row.kind === item.kind && row.isWatch);
  const rows = items.filter(item => !isRoutine(item));
  const all = sum(counts.filter(row => row.state !== 'discarded'), row => row.count - quiet(row));
  const watched = kind => sum(counts.filter(row => row.kind === kind), quiet);
  $('work-note').textContent = [
    all === 0 ? '' : plural(all, 'item'),
    ...Object.entries(watches).map(([kind, thing]) => watched(kind) === 0 ? '' : `${plural(watched(kind), thing)} ${kind === 'late-data' ? 'watched for late data' : 'waited for'}`),
  ].filter(Boolean).join(', ');
  show($('work'), ...redelivered.slice(0, SHOWN).map(came), redelivered.length > SHOWN ? h('p', { class: 'empty' }, `and ${redelivered.length - SHOWN} more`) : null, rows.length === 0
    ? redelivered.length > 0 ? null : h('p', { class: 'empty' }, 'Nothing is owed.')
    : h('table', {},
      h('thead', {}, h('tr', {}, ['What', 'Of', 'Due', 'State'].map(title => h('th', { scope: 'col' }, title)), h('th', { scope: 'col', class: 'wide' }, 'Last error'))),
      h('tbody', {}, rows.slice(0, SHOWN).map(item => row(item, open)))),
  all > SHOWN ? h('p', { class: 'empty' }, `and ${count(all - Math.min(SHOWN, rows.length))} more`) : null);
}

const quiet = row => row.isWatch && isOpen(row) ? row.count - row.failing : 0;
const sum = (rows, of) => rows.reduce((total, row) => total + of(row), 0);

// Delivered when the interval was no longer watched: a person takes it in.
const came = seen => h('p', { class: 'redelivered' }, pill('warned', 'delivered late'), ` ${seen.pipeline}, ${intervalName(seen.interval)}: ${seen.change}, `, time(seen.seenAt), '. Take it in: ', h('code', {}, seen.command));

function row(item, open) {
  const { subject } = item;
  const of = [subject.pipeline ?? subject.area, subject.interval && intervalName(subject.interval)].filter(Boolean).join(', ') || words(subject.type ?? '');
  return h('tr', {},
    h('td', {}, what(item)),
    h('td', {}, subject.type === 'run' ? h('button', { class: 'link', type: 'button', 'data-key': `work/${item.id}`, onclick: () => open(subject.id) }, of) : of),
    h('td', {}, time(item.readyAt)),
    h('td', {}, pill(item.state, item.state === 'due' && Date.parse(item.readyAt) > Date.now() ? 'later' : { leased: 'in work' }[item.state] ?? item.state)),
    h('td', { class: 'wide muted' }, item.failures > 0 ? `${plural(item.failures, 'failure')}: ${item.error ?? ''}` : ''));
}
