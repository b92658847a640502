// Keeps a page true while it lies open. The server sends what happened; the page then fetches itself and htmx changes
// only what differs, so that focus, opened sections and half-filled forms stay. Without this script a reload does it.
(() => {
  'use strict';
  const main = () => document.getElementById('main');
  const news = document.getElementById('news');
  const live = main()?.dataset.live;

  const zone = document.getElementById('zone');
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && own && ![...zone.options].some((option) => option.value === own)) zone.add(new Option(own, own));
  zone?.addEventListener('change', () => zone.form.requestSubmit());

  // A form that someone has begun to fill in is theirs until it is sent.
  document.addEventListener('input', ({ target }) => target.closest('form')?.setAttribute('hx-morph-skip', ''));

  const said = new URL(location.href);
  if (said.searchParams.has('said')) {
    said.searchParams.delete('said');
    history.replaceState(null, '', said);
  }
  if (!live) return;

  let timer = 0;
  const refresh = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      htmx.ajax('GET', location.pathname + location.search, { target: '#main', select: '#main', swap: 'outerMorph' });
    }, 150);
  };
  const events = new EventSource(`/events?after=${main().dataset.cursor}&release=${encodeURIComponent(live)}`);
  events.addEventListener('message', ({ data }) => {
    const { subject, says } = JSON.parse(data);
    news.textContent = `${subject}: ${says}`;
    news.classList.add('fresh');
    setTimeout(() => news.classList.remove('fresh'), 6000);
    refresh();
  });
  events.addEventListener('open', () => document.body.classList.remove('stale'));
  events.addEventListener('error', () => document.body.classList.add('stale'));
  setInterval(() => document.visibilityState === 'visible' && refresh(), 60_000);
})();
