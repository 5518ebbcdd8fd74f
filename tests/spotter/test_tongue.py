"""The language of a listing is named by script, small words, and a model that lies in a package."""

import pytest

from spotter.lib.tongue import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Dijual gading gajah asli, kondisi bagus, bisa nego", "id"),
        ("Barang ini untuk dijual di Kuala Lumpur dengan harga yang murah", "id"),
        ("An old carved box for sale, in very good condition, from the estate of a collector", "en"),
        ("出售象牙手镯，九成新，价钱可谈，请联系我们", "zh-Hans"),
        ("出售象牙手鐲，九成新，價錢可談，請聯繫我們", "zh-Hant"),
        ("Boîte ancienne en ivoire à vendre, très bon état, avec certificat", "fr"),
        ("Se vende caja antigua de marfil en muy buen estado", "es"),
        ("Bán ngà voi thật, giá rẻ, liên hệ với tôi", "vi"),
        ("ขายงาช้างแท้ ราคาถูก", "th"),
        ("Vendo caixa antiga de marfim em muito bom estado, não aceito trocas", "pt"),
        ("Verkaufe alte Dose aus Elfenbein, sehr guter Zustand, nur Abholung", "de"),
        ("象牙の印鑑を売ります。とても古いものです", "ja"),
        ("상아 도장 팝니다. 상태 좋습니다", "ko"),
        ("للبيع صندوق قديم من العاج بحالة ممتازة", "ar"),
        ("पुराना हाथीदांत का डिब्बा बिक्री के लिए", "hi"),
        ("12345 !!!", ""),
        ("", ""),
    ],
)
def test_the_language_of_a_listing(text: str, language: str) -> None:
    assert language_of(text) == language
