// What the team was asked for besides its plan: the sprint's budget for it, what became of each request, and a form to ask.

import { $, h, s, show, pill, words, time, fold } from './dom.js';
import { find, get, post, said } from './api.js';
import { actions, ask, engineer } from './commands.js';

const SHOWN = 8;

// Where no system for tickets is set up.
const HERE = 'evented';

let budget = null;
let page = null;
let drawn = '';
let sent = { command: '', key: '' };
let isSending = false;

const { button, complaint } = actions(draw);

export async function refreshRequests(areas, isOld) {
  [budget, page] = await Promise.all([find('/request-budget'), get(`/requests?limit=${SHOWN}`)]);
  offer(areas);
  const news = JSON.stringify([budget, page]);
  if (!isOld && news === drawn) return;
  drawn = news;
  draw();
}

function draw() {
  $('requests-note').textContent = budget.missing ? '' : `sprint ${budget.sprint}`;
  $('file').hidden = Boolean(budget.missing);
  show($('budget'), budget.missing
    ? h('p', { class: 'card empty' }, budget.missing)
    : spending(budget));
  $('requests').hidden = Boolean(budget.missing) && page.items.length === 0;
  show($('requests'), h('h3', {}, 'Latest requests'), page.items.length === 0
    ? h('p', { class: 'empty' }, 'Nothing was asked for yet.')
    : h('ul', {}, page.items.map(row)),
  page.next && h('p', { class: 'note' }, `The latest ${SHOWN}; \`./run requests\` lists them all.`));
}

// The bar is as long as the budget, or as what was spent and reserved where that is more.
function spending({ capacityPoints, capacityInWords, share, teamPoints, spent, reserved, left }) {
  const all = Math.max(capacityPoints, spent + reserved) || 1;
  const part = (name, from, points) => s('rect', { class: name, x: from / all * 100, width: points / all * 100, y: 0, height: 10 });
  const figure = (name, points) => h('span', {}, h('span', { class: `key ${name}` }), `${number(points)} ${name}`);
  return h('figure', { class: 'card budget', 'aria-label': 'Request budget' },
    h('figcaption', {},
      h('span', {}, h('strong', {}, points(capacityPoints)), ` for ad-hoc requests: ${capacityInWords}`),
      h('span', { class: 'about' }, `${(share * 100).toLocaleString('en')} % of the team's ${points(teamPoints)}`)),
    s('svg', { viewBox: '0 0 100 10', preserveAspectRatio: 'none', role: 'img', 'aria-label': `${points(spent)} spent, ${number(reserved)} reserved, ${left < 0 ? `${number(-left)} over` : `${number(left)} left`}` },
      part('left', 0, all), part('spent', 0, spent), part('reserved', spent, reserved), left < 0 && part('over', capacityPoints, -left)),
    h('p', { class: 'figures' }, figure('spent', spent), figure('reserved', reserved), left < 0
      ? pill('failed', `${points(-left)} over: nothing more is accepted`)
      : figure('left', left)));
}

const number = value => value.toLocaleString('en', { maximumFractionDigits: 2 });

const points = value => `${number(value)} point${value === 1 ? '' : 's'}`;

function row(request) {
  const { id, title, ticket } = request;
  return h('li', { class: 'entry', 'aria-label': title },
    h('div', {},
      h('p', { class: 'name' }, title),
      h('p', { class: 'about' }, `${words(request.area)}, asked for by ${request.requester} `, time(request.receivedAt)),
      request.description && fold(`wanted/${id}`, 'more about it', h('p', { class: 'text' }, request.description)),
      ticket && fold(`ticket/${id}`, 'why it is a ticket', h('p', { class: 'text' }, ticket.reason))),
    h('div', {},
      h('p', {}, state(request), ' ', request.actualPoints === null ? points(request.points) : `took ${number(request.actualPoints)} of ${points(request.points)}`),
      h('p', { class: 'about' }, `sprint ${request.sprint}`, request.engineer && `, ${request.engineer}`),
      ticket && h('p', { class: 'about' }, filing(request.state, ticket))),
    h('div', { class: 'buttons' },
      request.state === 'accepted' && button(id, title, 'Complete', () => complete(request), 'primary'),
      ['accepted', 'queued'].includes(request.state) && button(id, title, 'Cancel', () => cancel(request)),
      complaint(id)));
}

function state({ state, ticket }) {
  const text = { queued: 'ticket queued', filed: ticket?.system === HERE ? 'ticket' : `ticket ${ticket?.id}` }[state] ?? state;
  return pill(state, /^https?:/.test(ticket?.url) ? h('a', { href: ticket.url, rel: 'noreferrer' }, text) : text);
}

const filing = (state, { system, error, nextDueAt }) => ({
  filed: system === HERE ? 'kept here: no ticketing system is set up' : `in ${system}`,
  queued: error ? ['Not filed yet: ', error, ' Tried again ', time(nextDueAt), '.'] : 'Not filed yet.',
})[state];

// The budget has changed with it.
async function decide(request, command, body) {
  try {
    await post(`/requests/${request.id}/${command}`, body, request.version, engineer());
  } finally {
    await refreshRequests(null, false);
  }
}

async function complete(request) {
  const answer = await ask({
    title: 'Complete', about: `${request.title}, estimated at ${points(request.points)}`, yes: 'Complete',
    fields: [['points', 'How many points did it take?', { type: 'number', min: 0, max: 1000, step: 'any', inputmode: 'decimal', required: true, value: request.points }]],
  });
  if (answer) await decide(request, 'complete', { actualPoints: Number(answer.points) });
}

async function cancel(request) {
  const answer = await ask({ title: 'Cancel', about: request.title, yes: 'Cancel it', fields: [['reason', 'Why? (optional)', { maxlength: 1000 }]] });
  if (answer) await decide(request, 'cancel', { reason: answer.reason || null });
}

export function followRequests() {
  $('file').addEventListener('submit', event => {
    event.preventDefault();
    file(event.target);
  });
}

// What somebody has written or chosen stays.
function offer(areas) {
  const { area, requester } = $('file').elements;
  if (areas && areas.join() !== [...area.options].map(option => option.value).join()) {
    const chosen = area.value;
    area.replaceChildren(...areas.map(id => h('option', { value: id, selected: id === chosen }, words(id))));
  }

  if (requester !== document.activeElement && (requester.value === '' || requester.value === requester.dataset.offered)) requester.value = requester.dataset.offered = engineer();
}

async function file(form) {
  if (isSending) return;
  const { title, description, area, points: estimate, requester } = form.elements;
  const command = { requester: requester.value, area: area.value, title: title.value, description: description.value || null, points: Number(estimate.value) };

  // The same again, after an answer that never came, is the same request.
  if (sent.command !== JSON.stringify(command)) sent = { command: JSON.stringify(command), key: crypto.randomUUID() };
  isSending = true;
  show($('file-answer'));
  try {
    const request = await post('/requests', command, null, engineer(), sent.key);
    sent = { command: '', key: '' };
    title.value = description.value = estimate.value = '';
    show($('file-answer'), h('p', {}, request.ticket ? pill('filed', 'a ticket') : pill(request.state), ` ${request.title}. `,
      request.ticket?.reason ?? `It has ${points(request.points)} of sprint ${request.sprint}, and ${request.engineer} sees to it.`));
    await refreshRequests(null, false);
  } catch (problem) {
    show($('file-answer'), h('p', { class: 'error' }, said(problem)));
  } finally {
    isSending = false;
  }
}
