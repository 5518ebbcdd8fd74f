/* Drafts on this device, with their pictures; read and written by the form's page and by the service worker. */
const NAME = "reports";
export const DRAFT = "draft";
export const TO_SEND = "to-send";
export const TO_MEND = "to-mend";

const settled = (request) =>
  new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });

const open = () => {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("drafts", { keyPath: "token" });
    request.result.createObjectStore("pictures");
    request.result.createObjectStore("facts");
  };
  return settled(request);
};

/* One transaction over all stores; resolves when it is on the disk, not before. */
const inside = async (mode, work) => {
  const base = await open();
  try {
    const all = base.transaction(["drafts", "pictures", "facts"], mode, { durability: "strict" });
    const finished = new Promise((done, failed) => {
      all.oncomplete = done;
      all.onabort = () => failed(all.error);
    });
    const answer = work((store) => all.objectStore(store));
    const [value] = await Promise.all([answer ? settled(answer) : null, finished]);
    return value;
  } finally {
    base.close();
  }
};

/* Whether this browser keeps anything at all: some private windows refuse. */
export const canKeep = async () => {
  try {
    (await open()).close();
    return true;
  } catch {
    return false;
  }
};

const channel = new BroadcastChannel("drafts");
export const tell = (news = {}) => channel.postMessage(news);
export const hear = (listen) => channel.addEventListener("message", (event) => listen(event.data));

/* Whoever leaves and wants nothing kept: a save that is on its way, or comes with the page's end, must not bring it back. */
let kept = true;
export const keepNothing = (nothing) => { kept = !nothing; };

/* {token, owner, fields: [[name, value]…], state, problem, changed}; pictures are files, untouched when not given. */
export const keep = (draft, pictures) =>
  inside("readwrite", (store) => {
    if (!kept) return;
    store("drafts").put({ problem: "", ...draft, changed: Date.now() });
    if (pictures) store("pictures").put(pictures, draft.token);
  });
export const find = (token) => inside("readonly", (store) => store("drafts").get(token));
export const picturesOf = async (token) => (await inside("readonly", (store) => store("pictures").get(token))) ?? [];
export const all = async () =>
  (await inside("readonly", (store) => store("drafts").getAll())).sort((one, other) => other.changed - one.changed);
export const drop = (token) =>
  inside("readwrite", (store) => {
    store("drafts").delete(token);
    store("pictures").delete(token);
  });
export const rememberOwner = (owner) => inside("readwrite", (store) => { store("facts").put(owner, "owner"); });
export const lastOwner = async () => (await inside("readonly", (store) => store("facts").get("owner"))) ?? "";
