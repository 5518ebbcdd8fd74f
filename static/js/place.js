/* Whether a picture carries the place where it was taken, read from its own headers: JPEG, PNG, WebP, HEIC and AVIF. */
const GPS = 0x8825;
const LATITUDE = 2;
const XMP = "GPSLatitude";

const text = (bytes, at, length) => String.fromCharCode(...bytes.subarray(at, at + length));
const has = (bytes, word) => new TextDecoder("latin1").decode(bytes).includes(word);

/* One directory of a TIFF block as a map of tag to the place of its value; an entry that leads outside ends it. */
const directory = (view, at, little) => {
  const found = new Map();
  if (at + 2 > view.byteLength) return found;
  const count = view.getUint16(at, little);
  for (let entry = at + 2; found.size < count && entry + 12 <= view.byteLength; entry += 12) {
    found.set(view.getUint16(entry, little), view.getUint32(entry + 8, little));
  }
  return found;
};

const tiffHasPlace = (bytes) => {
  const start = text(bytes, 0, 6) === "Exif\0\0" ? 6 : 0;
  const mark = text(bytes, start, 4);
  if (mark !== "II*\0" && mark !== "MM\0*") return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, bytes.byteLength - start);
  if (view.byteLength < 8) return false;
  const little = mark === "II*\0";
  const place = directory(view, view.getUint32(4, little), little).get(GPS);
  return place !== undefined && directory(view, place, little).has(LATITUDE);
};

const blockHasPlace = (bytes) => tiffHasPlace(bytes) || has(bytes, XMP);

function* jpegBlocks(bytes) {
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff;) {
    const kind = bytes[at + 1];
    if (kind === 0xda) return;
    const length = (bytes[at + 2] << 8) | bytes[at + 3];
    if (kind === 0xe1) yield bytes.subarray(at + 4, at + 2 + length);
    at += 2 + Math.max(2, length);
  }
}

function* pngBlocks(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = view.getUint32(at);
    const kind = text(bytes, at + 4, 4);
    if (kind === "eXIf" || kind === "iTXt" || kind === "tEXt") yield bytes.subarray(at + 8, at + 8 + length);
    at += 12 + length;
  }
}

function* webpBlocks(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 12; at + 8 <= bytes.length;) {
    const length = view.getUint32(at + 4, true);
    const kind = text(bytes, at, 4);
    if (kind === "EXIF" || kind === "XMP ") yield bytes.subarray(at + 8, at + 8 + length);
    at += 8 + length + (length % 2);
  }
}

/* HEIC and AVIF may keep the block anywhere in the file: every TIFF mark is tried, and one that is not a block says no by itself. */
function* boxBlocks(bytes) {
  for (let at = 0; at + 8 <= bytes.length; at += 1) {
    const mark = bytes[at];
    if ((mark !== 0x49 && mark !== 0x4d) || bytes[at + 1] !== mark) continue;
    const word = text(bytes, at, 4);
    if (word === "II*\0" || word === "MM\0*") yield bytes.subarray(at);
  }
}

const blocksOf = (bytes) => {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return jpegBlocks(bytes);
  if (text(bytes, 1, 3) === "PNG") return pngBlocks(bytes);
  if (text(bytes, 0, 4) === "RIFF" && text(bytes, 8, 4) === "WEBP") return webpBlocks(bytes);
  return text(bytes, 4, 4) === "ftyp" ? boxBlocks(bytes) : [];
};

/* True when the picture says where it was taken; a header that cannot be read says nothing. */
export const carriesPlace = async (file) => {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const isBoxed = text(bytes, 4, 4) === "ftyp";
  try {
    for (const block of blocksOf(bytes)) {
      if (isBoxed ? tiffHasPlace(block) : blockHasPlace(block)) return true;
    }
    return isBoxed && has(bytes, XMP);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
};
