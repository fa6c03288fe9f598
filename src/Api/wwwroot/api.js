// The page's side of /api/v1. A browser keeps what it has and asks with If-None-Match, so that an unchanged answer is a 304.

import { $ } from './dom.js';

const KEY = 'evented-key';
const seen = new Map();

export class Refused extends Error {
  constructor(problem) {
    super([problem.detail, problem.remedy].filter(Boolean).join(' '));
  }
}

/** The answer, or null when it is the one that was given last time and `onlyNew` is asked for. */
export async function get(path, onlyNew = false) {
  const response = await send(path, { cache: 'no-cache' });
  $('simulated').hidden = response.headers.get('Evented-Simulated') !== 'true';
  const tag = response.headers.get('ETag');
  if (onlyNew && tag && seen.get(path) === tag) return null;
  seen.set(path, tag);
  return response.json();
}

/** Gives a command, for the version that was seen. */
export async function post(path, command, version) {
  const response = await send(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID(), 'If-Match': `"${version}"` },
    body: JSON.stringify(command),
  });
  return response.json();
}

async function send(path, options) {
  const key = sessionStorage.getItem(KEY);
  const headers = { Accept: 'application/json', ...options.headers, ...(key && { Authorization: `Bearer ${key}` }) };
  const response = await fetch(`/api/v1${path}`, { ...options, headers });
  if (response.status === 401) {
    await askForKey(key !== null);
    return send(path, options);
  }

  if (!response.ok) throw new Refused(await response.json().catch(() => ({ detail: `The server answered ${response.status}.` })));
  return response;
}

let asking;

// Several requests may be refused at once: they wait for one answer.
function askForKey(wasWrong) {
  asking ??= new Promise(resolve => {
    $('key-error').textContent = wasWrong ? 'That key is not the one.' : '';
    $('key').addEventListener('cancel', event => event.preventDefault());
    $('key-form').addEventListener('submit', () => {
      sessionStorage.setItem(KEY, $('key-input').value);
      $('key-input').value = '';
      asking = undefined;
      resolve();
    }, { once: true });
    $('key').showModal();
  });
  return asking;
}
