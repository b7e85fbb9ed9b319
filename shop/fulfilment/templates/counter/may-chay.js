// Service worker of the counter: keeps the app's files, and opens the app when a page cannot be reached.
"use strict";
const CACHE = "diem-truc-{{ version }}";
const SHELL = "{% url 'counter:app' %}";
const ASSETS = [{% for asset in assets %}"{{ asset|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];

const keepShell = async (cache) => {
  const response = await fetch(SHELL, { cache: "reload", credentials: "same-origin" });
  if (!response.ok || response.redirected) throw new Error("no shell");
  await cache.put(SHELL, response);
};

self.addEventListener("install", (event) => {
  const fill = async () => {
    const cache = await caches.open(CACHE);
    await keepShell(cache);
    await cache.addAll(ASSETS.map((asset) => new Request(asset, { cache: "reload" })));
    await self.skipWaiting();
  };
  event.waitUntil(fill());
});

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith("diem-truc-") && name !== CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

const kept = async (request) => (await (await caches.open(CACHE)).match(request, { ignoreSearch: true })) ?? fetch(request);

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  if (address.pathname === SHELL || ASSETS.includes(address.pathname)) return event.respondWith(kept(event.request));
  if (event.request.mode !== "navigate") return;
  event.respondWith(fetch(event.request).catch(() => Response.redirect(SHELL)));
});
