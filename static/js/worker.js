/* The service worker: the report form opens without a network, what the phone shares becomes a draft, drafts are sent when the network is back. */
import * as drafts from "./drafts.js";
import { sendAll } from "./sending.js";

const CACHE = "shell";
const FRESH_FOR = 86_400_000;
const LINKED = /(?:src|href)="([^"#]+)/g;

const isFresh = (kept, language) =>
  kept?.headers.get("Content-Language") === language && Date.now() - Date.parse(kept.headers.get("Date")) < FRESH_FOR;

/* The page and its parts, fetched as nobody: nothing of a person can get into the cache. */
const refresh = async ({ offline, files, statics }, language) => {
  const cache = await caches.open(CACHE);
  if (isFresh(await cache.match(offline, { ignoreVary: true }), language)) return;
  const fresh = await fetch(offline.replace("/en/", `/${language}/`), { credentials: "omit", cache: "no-cache" });
  if (!fresh.ok) return;
  const page = await fresh.clone().text();
  const linked = [...page.matchAll(LINKED)].map(([, address]) => address).filter((address) => address.startsWith(statics));
  const wanted = [...new Set([...files, ...linked])];
  await Promise.all(
    wanted.map(async (address) => {
      const part = await fetch(address, { credentials: "omit", cache: "no-cache" });
      if (part.ok) await cache.put(address, part);
    }),
  );
  await cache.put(offline, fresh);
  for (const old of await cache.keys()) {
    const { pathname } = new URL(old.url);
    if (pathname !== offline && !wanted.includes(pathname)) await cache.delete(old);
  }
};

const networkFirst = async (request, key) => {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await (await caches.open(CACHE)).match(key, { ignoreVary: true });
    if (kept) return kept;
    throw error;
  }
};

/* What another app shared: words and pictures, kept as a draft before anything is asked of the network. */
const takeShared = async (request, form) => {
  const shared = await request.formData();
  const address = ["url", "text", "title"].map((name) => String(shared.get(name) ?? "").trim()).filter((part) => part);
  const pictures = shared.getAll("pictures").filter((part) => part instanceof File && part.size);
  const token = crypto.randomUUID();
  const fields = [["addresses", [...new Set(address)].join("\n")]];
  await drafts.keep({ token, owner: await drafts.lastOwner(), fields, state: drafts.DRAFT }, pictures);
  return Response.redirect(`${form}?draft=${token}`, 303);
};

const answer = (event, places) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.method === "POST" && pathname === places.share) event.respondWith(takeShared(request, places.form));
  if (request.method !== "GET") return;
  if (request.mode === "navigate" && places.opens.includes(pathname)) event.respondWith(networkFirst(request, places.offline));
  else if (pathname.startsWith(places.statics)) event.respondWith(networkFirst(request, pathname));
};

const sendWaiting = async ({ form }) => {
  const results = await sendAll({ form });
  // A sync that fails is tried again by the browser.
  if (results.some(({ outcome }) => outcome === "away" || outcome === "later")) throw new Error("not sent yet");
};

/* places: {form, share, offline, statics, opens: paths that open without a network, files: parts of the shell}. */
export const serve = (places) => {
  addEventListener("install", (event) => {
    skipWaiting();
    event.waitUntil(caches.delete(CACHE).then(() => refresh(places, "en")));
  });
  addEventListener("activate", (event) => event.waitUntil(clients.claim()));
  addEventListener("fetch", (event) => answer(event, places));
  addEventListener("sync", (event) => event.waitUntil(sendWaiting(places)));
  addEventListener("message", (event) => {
    if (event.data?.kind === "refresh") event.waitUntil(refresh(places, event.data.language));
  });
};
