"""The page that the benches fetch, read and keep: 47 kB, as a marketplace writes it."""

WORDS = "Dijual gelang tua asli kondisi bagus barang antik koleksi pribadi harga nego silakan hubungi penjual. " * 3
CARD = (
    '<div class="card" id="c{0}"><a href="/item/{0}"><img src="/i/{0}.jpg"><span>{1}</span><b>Rp {0}.000</b></a></div>'
)
PAGE = (
    '<!doctype html><html lang=id><title>Gelang tua</title><meta property="og:title" content="Gelang tua">'
    '<meta property="og:image" content="/a.jpg"><script type="application/ld+json">{"@type":"Product",'
    '"name":"Gelang tua","offers":{"price":"150000","priceCurrency":"IDR"}}</script>'
    + f"<script>{'var a=1;' * 1_500}</script><nav>{'<a href=/k>Kategori</a>' * 60}</nav><main><h1>Gelang tua</h1>"
    + f"<p>{WORDS}</p><a href=/toko/antik>Antik Jaya</a><p>{WORDS}</p></main><div class=similar>"
    + "".join(CARD.format(number, WORDS[:60]) for number in range(200))
    + "</div><footer>Tentang kami</footer>"
).encode()
