// Service worker of interviewers: keeps the files, and each survey's page as it was last seen with network.
"use strict";
const CACHE = "dieu-tra-{{ version }}";
const PAGES = "dieu-tra-pages";
const SCOPE = "{% url 'interviews:home' %}";
const ASSETS = [{% for asset in assets %}"{{ asset|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];

self.addEventListener("install", (event) => {
  const fill = async () => {
    const cache = await caches.open(CACHE);
    await cache.addAll(ASSETS.map((asset) => new Request(asset, { cache: "reload" })));
    await self.skipWaiting();
  };
  event.waitUntil(fill());
});

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith("dieu-tra-") && name !== CACHE && name !== PAGES);
    await Promise.all(old.map((name) => caches.delete(name)));
    const pages = await caches.open(PAGES);
    for (const client of await self.clients.matchAll({ includeUncontrolled: true })) await keep(pages, client.url);
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

const isKept = (address) => address.startsWith(new URL(SCOPE, location.origin).href);

const keep = async (pages, address) => {
  if (!isKept(address)) return;
  const response = await fetch(address, { credentials: "same-origin" });
  if (response.ok && !response.redirected) await pages.put(address, response);
};

const page = async (request) => {
  const pages = await caches.open(PAGES);
  try {
    const response = await fetch(request);
    if (response.ok && !response.redirected) await pages.put(request.url, response.clone());
    return response;
  } catch (lost) {
    const kept = await pages.match(request.url, { ignoreVary: true });
    if (kept) return kept;
    throw lost;
  }
};

const file = async (request) => (await (await caches.open(CACHE)).match(request, { ignoreSearch: true })) ?? fetch(request);

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  if (ASSETS.includes(address.pathname)) return event.respondWith(file(event.request));
  if (event.request.mode === "navigate" && address.pathname.startsWith(SCOPE)) event.respondWith(page(event.request));
});
