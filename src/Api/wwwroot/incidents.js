// What is wrong now, who knows of it, and when somebody is paged next.

import { $, h, show, pill, intervalName, time, plural } from './dom.js';
import { get, post } from './api.js';
import { actions, ask, engineer } from './commands.js';

let shown = [];
let hasMore = false;
let openRun = () => {};

const { button, complaint } = actions(draw);

export function showIncidents(page, open) {
  [shown, hasMore, openRun] = [page.items, page.next !== null, open];
  draw();
}

function draw() {
  $('incidents-note').textContent = shown.length === 0 ? '' : `${plural(shown.length, 'incident')}${hasMore ? ' and more' : ''}`;
  show($('incidents'), shown.length === 0
    ? h('p', { class: 'empty' }, 'Nothing is wrong that somebody has to see to.')
    : h('ul', {}, shown.map(row)));
}

function row(incident) {
  const name = nameOf(incident);
  return h('li', { class: 'entry', 'aria-label': name },
    h('div', {},
      h('p', { class: 'name' }, incident.latestRunId ? h('button', { class: 'link', type: 'button', 'data-key': `incident/${incident.id}`, onclick: () => openRun(incident.latestRunId) }, name) : name),
      h('p', { class: 'about' }, pill(incident.status), ' since ', time(incident.openedAt), standing(incident))),
    h('div', {},
      incident.causes.map(cause => h('p', {}, cause.message)),
      incident.subject.source && h('p', { class: 'about' }, 'Holds up ', [...new Set(incident.affected.map(one => one.pipeline))].join(', ')),
      incident.pending.slice(0, 1).map(next => h('p', { class: 'about' }, 'Next, ', time(next.at), ': ', next.what))),
    h('div', { class: 'buttons' },
      incident.acknowledgedAt ? null : button(incident.id, name, 'Acknowledge', () => decide(incident, 'acknowledge', {}), 'primary'),
      button(incident.id, name, 'Resolve', () => resolve(incident)),
      complaint(incident.id)));
}

// What is the matter with a source's period holds up all that read it, and is none of theirs alone.
const nameOf = ({ subject, pipeline, interval }, isLong) => `${subject.source ?? pipeline}, ${intervalName(subject.period ?? interval, isLong)}`;

const standing = incident => [
  incident.acknowledgedBy && `, acknowledged by ${incident.acknowledgedBy}`,
  incident.hold && !incident.hold.isOver && [`, held by ${incident.hold.by} until `, time(incident.hold.until)],
  incident.assignedTo && `, assigned to ${incident.assignedTo}`,
].filter(Boolean);

// The list may be some milliseconds old; the incident itself never is.
async function decide(incident, command, body) {
  await post(`/incidents/${incident.id}/${command}`, body, incident.version, engineer());
  const now = await get(`/incidents/${incident.id}`);
  shown = shown.map(one => one.id === now.id ? now : one).filter(one => one.status !== 'resolved');
  draw();
}

/** Asks for the cause, without which nothing is resolved. */
async function resolve(incident) {
  const answer = await ask({
    title: 'Resolve', about: nameOf(incident, true), yes: 'Resolve',
    fields: [['cause', 'What was the cause?', { required: true, maxlength: 1000 }], ['note', 'A note (optional)', { maxlength: 4000 }]],
  });
  if (answer) await decide(incident, 'resolve', { cause: answer.cause, note: answer.note || null });
}
