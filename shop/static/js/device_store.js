// What a device keeps: IndexedDB, every value encrypted by AES-GCM with a key that never leaves the browser.
// boxes: named values. acts: what was confirmed, by nonce, oldest first by number.
const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

export const storeOf = (name) => {
  let opened;

  const open = () =>
    (opened ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => ["keys", "boxes", "acts"].forEach((part) => request.result.createObjectStore(part));
      request.onsuccess = () => {
        request.result.onversionchange = () => request.result.close();
        resolve(request.result);
      };
      request.onerror = () => reject(request.error);
    }));

  const store = async (part, mode = "readonly") => (await open()).transaction(part, mode).objectStore(part);

  const key = async () => {
    const known = await done((await store("keys")).get("box"));
    if (known) return known;
    const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    await done((await store("keys", "readwrite")).put(made, "box"));
    return made;
  };

  const seal = async (value) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(value));
    return { iv, sealed: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key(), plain) };
  };

  const unseal = async (box) => {
    if (!box) return undefined;
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: box.iv }, await key(), box.sealed);
    return JSON.parse(new TextDecoder().decode(plain));
  };

  // Several acts in one transaction: all are kept or none.
  const putActs = async (several) => {
    const boxes = await Promise.all(several.map(seal));
    const acts = await store("acts", "readwrite");
    await Promise.all(several.map((kept, n) => done(acts.put(boxes[n], kept.act.nonce))));
  };

  return {
    get: async (box) => unseal(await done((await store("boxes")).get(box))),
    put: async (box, value) => {
      const sealed = await seal(value);
      await done((await store("boxes", "readwrite")).put(sealed, box));
    },
    forget: async (box) => done((await store("boxes", "readwrite")).delete(box)),
    putAct: async (kept) => putActs([kept]),
    putActs,
    dropAct: async (nonce) => done((await store("acts", "readwrite")).delete(nonce)),
    acts: async () => {
      const boxes = await done((await store("acts")).getAll());
      const kept = await Promise.all(boxes.map(unseal));
      return kept.sort((one, other) => one.act.seq - other.act.seq);
    },
    // What people told goes, and the key with it.
    wipe: async () => {
      for (const part of ["boxes", "acts", "keys"]) await done((await store(part, "readwrite")).clear());
    },
  };
};
