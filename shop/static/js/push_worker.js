// Shows a notice and opens its page when it is tapped.
self.addEventListener("push", (event) => {
  const notice = event.data ? event.data.json() : {};
  event.waitUntil(
    self.registration.showNotification(notice.title || "Chợ Phiên", {
      body: notice.body || "",
      data: notice.link || "/",
      tag: notice.title,
    }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data));
});
