// What people were told, newest first: everybody's, or of the engineer who looks.

import { $, h, show, pill, time, fold } from './dom.js';

export function showInbox(page, engineer) {
  $('inbox-note').textContent = engineer ? `for ${engineer}` : 'for everybody';
  show($('inbox'), page.items.length === 0
    ? h('p', { class: 'empty' }, 'No messages.')
    : h('ul', {}, page.items.map(row)));
}

const row = told => h('li', { class: 'message' },
  fold(`told/${told.id}`, h('span', { class: 'title' }, told.title), h('p', { class: 'text' }, told.text)),
  h('p', { class: 'about' }, `${told.engineer} by ${told.channel}, `, time(told.queuedAt), ' ', pill(told.state), told.error && ` ${told.error}`));
