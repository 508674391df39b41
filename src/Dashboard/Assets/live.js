// Keeps the parts marked data-live up to date over Server-Sent Events. The pages work without it.
(() => {
  'use strict';
  const root = document.documentElement;
  const store = { get: () => { try { return localStorage.getItem('diten-theme'); } catch { return null; } }, set: v => { try { localStorage.setItem('diten-theme', v); } catch { /* private mode */ } } };
  if (store.get() === 'light' || store.get() === 'dark') root.dataset.theme = store.get();

  const parts = [];
  let source = null, lastId = 0, wait = 1000, sleeping = 0, wasOffline = false;

  const show = (state, word) => {
    const mark = document.getElementById('live');
    if (!mark || mark.dataset.state === state) return;
    mark.dataset.state = state;
    mark.className = 'chip ' + (state === 'live' ? 'good' : state === 'offline' ? 'bad' : 'plain');
    mark.querySelector('.word').textContent = word;
  };

  // What has the focus is found again by its id, its address or its name; a scrolled box keeps its place.
  const swap = (part, html) => {
    const focused = part.element.contains(document.activeElement) ? document.activeElement : null;
    const key = focused && (focused.id ? '#' + CSS.escape(focused.id)
      : focused.getAttribute('href') ? 'a[href="' + CSS.escape(focused.getAttribute('href')) + '"]'
      : focused.getAttribute('aria-label') ? '[aria-label="' + CSS.escape(focused.getAttribute('aria-label')) + '"]' : null);
    const scrolled = [...part.element.querySelectorAll('.scroll')].map(e => [e.scrollLeft, e.scrollTop]);
    const template = document.createElement('template');
    template.innerHTML = html;
    part.element.replaceChildren(template.content);
    [...part.element.querySelectorAll('.scroll')].forEach((e, i) => { if (scrolled[i]) [e.scrollLeft, e.scrollTop] = scrolled[i]; });
    if (key) part.element.querySelector(key)?.focus({ preventScroll: true });
  };

  const selecting = element => { const s = getSelection(); return s && !s.isCollapsed && element.contains(s.anchorNode); };

  const refresh = async part => {
    if (part.busy || part.timer || !part.dirty || document.hidden) return;
    const rest = part.last + Number(root.dataset.refresh || 500) - performance.now();
    if (rest > 0 || selecting(part.element)) {
      part.timer = setTimeout(() => { part.timer = 0; refresh(part); }, Math.max(rest, 50));
      return;
    }
    part.busy = true;
    part.dirty = false;
    try {
      const answer = await fetch(part.url, { headers: { 'X-Requested-With': 'diten' }, cache: 'no-store' });
      if (answer.ok) {
        const html = await answer.text();
        if (html !== part.html) { swap(part, html); part.html = html; }
      }
    } catch { part.dirty = true; /* offline: the next event or the reconnect tries again */ }
    part.busy = false;
    part.last = performance.now();
    if (part.dirty && !wasOffline) refresh(part);
  };

  const touch = (kind, subject) => parts.forEach(part => {
    if (kind && !part.on.includes(kind)) return;
    if (kind === 'twin' && part.subject && part.subject !== subject) return;
    part.dirty = true;
    refresh(part);
  });

  const open = () => {
    if (source) return;
    source = new EventSource('/api/v1/events' + (lastId ? '?after=' + lastId : ''));
    source.onopen = () => {
      wait = 1000;
      show('live', 'live');
      if (wasOffline) { wasOffline = false; touch(null); }
    };
    source.onerror = () => {
      wasOffline = true;
      show('offline', 'offline');
      if (source.readyState !== EventSource.CLOSED) return; // the browser reconnects by itself, with Last-Event-ID
      close();
      setTimeout(open, wait);
      wait = Math.min(wait * 2, 15000);
    };
    ['round', 'twin', 'station', 'status'].forEach(kind => source.addEventListener(kind, e => {
      lastId = e.lastEventId || lastId;
      let subject = '';
      try { subject = JSON.parse(e.data).subject; } catch { /* an event without a subject concerns all */ }
      touch(kind, subject);
    }));
  };

  const close = () => { source?.close(); source = null; };

  document.addEventListener('DOMContentLoaded', () => {
    const theme = document.getElementById('theme');
    const dark = () => root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    const label = () => { theme.textContent = dark() ? 'Light' : 'Dark'; };
    theme.hidden = false;
    label();
    theme.addEventListener('click', () => { root.dataset.theme = dark() ? 'light' : 'dark'; store.set(root.dataset.theme); label(); });

    document.querySelectorAll('[data-live]').forEach(element => parts.push({
      element, url: element.dataset.live, on: (element.dataset.on || '').split(' '), subject: element.dataset.subject || '', html: null, dirty: false, busy: false, timer: 0, last: 0,
    }));
    if (parts.length === 0) return;
    open();
    // A hidden page gives its connection back after a while: browsers allow six per host.
    document.addEventListener('visibilitychange', () => {
      clearTimeout(sleeping);
      if (document.hidden) sleeping = setTimeout(close, 20000);
      else { open(); touch(null); }
    });
    addEventListener('pagehide', close);
    addEventListener('pageshow', e => { if (e.persisted) { open(); touch(null); } });
  });
})();
