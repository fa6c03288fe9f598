// What people do here: as whom, what they are asked before, and what could not be done.

import { $, h, show } from './dom.js';
import { said } from './api.js';

const NAME = 'evented-engineer';

/** Who looks at the page, an engineer's id; empty where nobody has said so. */
export const engineer = () => $('engineer').value.trim();

export function followEngineer(onChange) {
  $('engineer').value = localStorage.getItem(NAME) ?? '';
  $('engineer').addEventListener('change', () => {
    localStorage.setItem(NAME, engineer());
    onChange();
  });
}

/**
 * The buttons of a list, and what went wrong with each of its things: a page drawn again still says it.
 * `draw` draws the list again.
 */
export function actions(draw) {
  const complaints = new Map();

  function complain(id, message) {
    if (message) complaints.set(id, message);
    else if (!complaints.delete(id)) return;
    draw();
  }

  async function attempt(id, action) {
    complain(id);
    if (!engineer()) {
      complain(id, 'Say who you are first.');
      $('engineer').focus();
      return;
    }

    try {
      await action();
    } catch (problem) {
      complain(id, said(problem));
    }
  }

  return {
    button: (id, name, text, action, className = 'secondary') => h('button', {
      class: className, type: 'button', 'data-key': `${text}/${id}`, 'aria-label': `${text} ${name}`, onclick: () => attempt(id, action),
    }, text),
    complaint: id => h('p', { class: 'error', role: 'alert' }, complaints.get(id)),
  };
}

/**
 * Asks in a dialog: what was answered, by the fields' names, or null where somebody thought better of it.
 * A field is its name, its label, and the attributes of its input.
 */
export function ask({ title, about, fields, yes }) {
  const dialog = $('ask');
  const from = document.activeElement?.dataset.key;
  const form = h('form', { method: 'dialog' },
    h('h2', { id: 'ask-title' }, title),
    h('p', { class: 'muted' }, about),
    fields.map(([name, label, attributes]) => [h('label', { for: `ask-${name}` }, label), h('input', { id: `ask-${name}`, name, type: 'text', ...attributes })]),
    h('p', { class: 'actions' }, h('button', { class: 'primary', type: 'submit', value: 'yes' }, yes), h('button', { class: 'secondary', type: 'submit', value: '', formnovalidate: true }, 'Not yet')));
  show(dialog, form);
  dialog.returnValue = '';
  return new Promise(answer => {
    dialog.addEventListener('close', () => {
      // The page may have been drawn again meanwhile.
      if (from) document.querySelector(`[data-key="${CSS.escape(from)}"]`)?.focus();
      answer(dialog.returnValue === 'yes' ? Object.fromEntries(new FormData(form)) : null);
    }, { once: true });
    dialog.showModal();
  });
}
