// Whether two screenshots show the same.

/** Which part of two pictures differs, as this page sees them; or their sizes, where these differ by more than so many pixels. */
export function difference(page, first, second, slack = 0) {
  return page.evaluate(async ({ shots, slack }) => {
    const [one, other] = await Promise.all(shots.map(async (shot) => {
      const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${shot}`)).blob());
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
      context.drawImage(bitmap, 0, 0);
      return context.getImageData(0, 0, bitmap.width, bitmap.height);
    }));
    const off = Math.abs(one.height - other.height);
    if (one.width !== other.width || off > slack) return `${one.width}x${one.height}, ${other.width}x${other.height}`;
    let differing = 0;
    for (let at = 0; at < Math.min(one.data.length, other.data.length); at += 4) {
      if ([0, 1, 2].some((channel) => Math.abs(one.data[at + channel] - other.data[at + channel]) > 24)) differing++;
    }
    return differing / (one.data.length / 4);
  }, { shots: [first, second].map((shot) => shot.toString("base64")), slack });
}
