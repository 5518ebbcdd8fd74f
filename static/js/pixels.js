/* A picture's pixels: decoded upright, drawn small for a tile, saved again without anything but pixels. */
export const MAX_BYTES = 15 * 1024 * 1024;
/* What phones' browsers draw on one canvas. */
const MAX_PIXELS = 16_000_000;
const TILE = 32;

/* The picture as a bitmap, turned as its header says; null when this browser cannot read its kind. */
export const decode = async (file) => {
  try {
    return await createImageBitmap(file);
  } catch {
    return null;
  }
};

/* Draws a few coarse pixels only: nobody meets the picture by accident. */
export const drawTile = (canvas, bitmap) => {
  const scale = TILE / Math.max(bitmap.width, bitmap.height);
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
};

export const draw = (canvas, bitmap) => {
  const scale = Math.min(1, Math.sqrt(MAX_PIXELS / (bitmap.width * bitmap.height)));
  canvas.width = Math.max(1, Math.floor(bitmap.width * scale));
  canvas.height = Math.max(1, Math.floor(bitmap.height * scale));
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
};

const blobOf = (canvas, type) => new Promise((done) => canvas.toBlob(done, type, 0.92));

/* A new file with the boxes (shares of width and height, 0 to 1) in its pixels and no header of the old one. */
export const encode = async (bitmap, boxes, file) => {
  const canvas = document.createElement("canvas");
  draw(canvas, bitmap);
  const context = canvas.getContext("2d");
  context.fillStyle = "black";
  for (const box of boxes) {
    const left = Math.floor(box.left * canvas.width);
    const top = Math.floor(box.top * canvas.height);
    const right = Math.ceil((box.left + box.width) * canvas.width);
    const bottom = Math.ceil((box.top + box.height) * canvas.height);
    context.fillRect(left, top, right - left, bottom - top);
  }
  let blob = file.type === "image/jpeg" ? null : await blobOf(canvas, "image/png");
  if (!blob || blob.size > MAX_BYTES) blob = await blobOf(canvas, "image/jpeg");
  const ending = blob.type === "image/png" ? "png" : "jpg";
  return new File([blob], `${file.name.replace(/\.[^.]*$/, "")}.${ending}`, { type: blob.type });
};
