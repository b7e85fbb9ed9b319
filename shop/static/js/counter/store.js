// What the device keeps: IndexedDB, every value encrypted by AES-GCM with a key that never leaves the browser.
// boxes: lease, snapshot, limit. acts: what was confirmed, by nonce, with the server's answer once it is there.
const NAME = "diem-truc";
let opened;

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const open = () =>
  (opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => ["keys", "boxes", "acts"].forEach((name) => request.result.createObjectStore(name));
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  }));

const store = async (name, mode = "readonly") => (await open()).transaction(name, mode).objectStore(name);

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

export const get = async (name) => unseal(await done((await store("boxes")).get(name)));

export const put = async (name, value) => {
  const box = await seal(value);
  await done((await store("boxes", "readwrite")).put(box, name));
};

export const forget = async (name) => done((await store("boxes", "readwrite")).delete(name));

export const putAct = async (kept) => {
  const box = await seal(kept);
  await done((await store("acts", "readwrite")).put(box, kept.act.nonce));
};

// Several acts in one transaction: all are kept or none.
export const putActs = async (several) => {
  const boxes = await Promise.all(several.map(seal));
  const acts = await store("acts", "readwrite");
  await Promise.all(several.map((kept, n) => done(acts.put(boxes[n], kept.act.nonce))));
};

export const dropAct = async (nonce) => done((await store("acts", "readwrite")).delete(nonce));

export const acts = async () => {
  const boxes = await done((await store("acts")).getAll());
  const kept = await Promise.all(boxes.map(unseal));
  return kept.sort((one, other) => one.act.seq - other.act.seq);
};

// The lease is over: what buyers' data there is goes, and the key with it.
export const wipe = async () => {
  for (const name of ["boxes", "acts", "keys"]) await done((await store(name, "readwrite")).clear());
};
