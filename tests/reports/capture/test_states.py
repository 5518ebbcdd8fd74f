"""The state of a page follows from what was seen; a wall is never gone, and a soft 404 needs two signals."""

import pytest

from reports.capture.rules import reasons
from reports.capture.rules.states import Before, Seen, State, page_state, redirected_away

ITEM = "https://pasar.example/item/4711"
STORY = "Carved box from my grandmother, bone and wood, in good condition, can be collected."


def state_of(
    *, status: int | None = 200, final: str = ITEM, text: str = STORY, title: str = "Carved box", **more: object
) -> State:
    return page_state(Seen(asked=ITEM, final=final, status=status, title=title, text=text, **more)).state  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (200, State.LIVE),
        (404, State.GONE),
        (410, State.GONE),
        (401, State.LOGIN_WALL),
        (403, State.CANNOT_TELL),
        (429, State.CANNOT_TELL),
        (451, State.CANNOT_TELL),
        (500, State.CANNOT_TELL),
        (503, State.CANNOT_TELL),
        (302, State.CANNOT_TELL),
        (None, State.UNREACHABLE),
    ],
)
def test_the_status_alone(status: int | None, state: State) -> None:
    assert state_of(status=status) == state


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("https://schema.org/InStock", State.LIVE),
        ("https://schema.org/OutOfStock", State.ENDED),
        ("http://schema.org/SoldOut", State.ENDED),
        ("Discontinued", State.ENDED),
        ("out of stock", State.ENDED),
        ("PreOrder", State.LIVE),
    ],
)
def test_the_marked_availability(word: str, state: State) -> None:
    assert state_of(availability=word, has_offer=True) == state


@pytest.mark.parametrize(
    "phrase",
    [
        "Sorry, this listing is no longer available.",
        "Maaf, iklan ini sudah tidak tersedia.",
        "Barang ini tidak lagi wujud.",
        "抱歉，该商品已下架",
        "很抱歉，此頁面不存在",
        "Cette annonce n’est plus disponible",
        "Este anuncio ya no está disponible",
        "Tin đăng không tồn tại",
        "ไม่พบสินค้า",
        "Este anúncio não está mais disponível",
        "Diese Anzeige ist nicht mehr verfügbar",
        "お探しの商品は見つかりません",
        "페이지를 찾을 수 없습니다",
        "هذا الإعلان غير متاح",
        "यह विज्ञापन अब उपलब्ध नहीं है",
    ],
)
class TestSoft404:
    def test_a_phrase_and_no_offer_is_gone(self, phrase: str) -> None:
        assert state_of(title="Pasar", text=phrase) == State.GONE

    def test_a_phrase_beside_an_offer_is_no_proof(self, phrase: str) -> None:
        assert state_of(title="Carved box", text=f"Carved box\n{phrase}", has_offer=True) == State.CANNOT_TELL

    def test_a_phrase_on_the_front_page_is_gone(self, phrase: str) -> None:
        assert state_of(title="Pasar", text=phrase, final="https://pasar.example/", has_offer=True) == State.GONE

    def test_an_open_offer_outweighs_the_phrase(self, phrase: str) -> None:
        assert state_of(text=f"{STORY}\n{phrase}", has_offer=True, availability="InStock") == State.LIVE


def test_being_sent_to_the_front_page_alone_is_no_proof() -> None:
    assert (
        state_of(final="https://pasar.example/", text="Welcome to our market place, thousands of things.")
        == State.CANNOT_TELL
    )


@pytest.mark.parametrize(
    "phrase",
    [
        "This item has been sold",
        "Barang sudah terjual",
        "该商品已售",
        "商品已售出",
        "Cet article a été vendu",
        "Este artículo ya se vendió",
        "Sản phẩm đã bán hết",
        "ขายแล้ว",
        "Este item foi vendido",
        "Artikel wurde verkauft",
        "売り切れました",
        "판매완료",
        "تم البيع",
        "यह बिक चुका है",
    ],
)
def test_a_notice_of_sale_ends_a_listing(phrase: str) -> None:
    assert state_of(text=f"{STORY}\n{phrase}", has_offer=True) == State.ENDED


@pytest.mark.parametrize("title", ["[SOLD] Carved box", "TERJUAL - Kotak ukir", "（售罄）木盒", "【売切】木箱"])
def test_a_sold_mark_opens_the_title(title: str) -> None:
    assert state_of(title=title, has_offer=True) == State.ENDED


@pytest.mark.parametrize(
    "text",
    [
        f"{STORY}\n150 sold",
        f"{STORY}\n150\nSold",
        f"{STORY}\nTerjual 200",
        "Ivory has been sold for centuries on this coast, and the whole long story of that trade is told here again. "
        * 3,
        f"{STORY} The unsold rest is in the cellar.",
    ],
)
def test_counters_and_stories_do_not_end_a_listing(text: str) -> None:
    assert state_of(text=text, has_offer=True) == State.LIVE


@pytest.mark.parametrize(
    "phrase",
    [
        "Please log in to see this listing",
        "Silakan masuk untuk melihat iklan ini",
        "Sila log masuk",
        "请先登录",
        "請先登入",
        "Connectez-vous pour voir l'annonce",
        "Inicia sesión para continuar",
        "Vui lòng đăng nhập",
        "กรุณาเข้าสู่ระบบ",
        "Faça login para continuar",
        "Bitte melden Sie sich an",
        "ログインしてください",
        "로그인이 필요합니다",
        "يرجى تسجيل الدخول",
        "कृपया लॉग इन करें",
    ],
)
def test_a_login_wall_is_not_gone(phrase: str) -> None:
    text = f"{phrase}\nThis content is not available"
    assert state_of(title="Pasar", text=text, signals=frozenset({"password-field"})) == State.LOGIN_WALL


@pytest.mark.parametrize(
    "phrase",
    [
        "Verify you are human",
        "Pastikan Anda bukan robot",
        "请完成验证",
        "請完成驗證",
        "Confirmez que vous n’êtes pas un robot",
        "Confirma que no eres un robot",
        "Xác nhận bạn không phải là robot",
        "ยืนยันว่าคุณเป็นมนุษย์",
        "Confirme que você não é um robô",
        "Bestätigen Sie, dass Sie kein Roboter sind",
        "私はロボットではありません",
        "로봇이 아닙니다",
        "أنا لست روبوت",
        "मैं रोबोट नहीं हूँ",
    ],
)
@pytest.mark.parametrize("status", [200, 403, 404, 429, 503])
def test_a_robot_wall_is_not_gone(phrase: str, status: int) -> None:
    assert state_of(title="Page not found", text=phrase, status=status) == State.ROBOT_WALL


def test_a_challenge_header_is_a_robot_wall() -> None:
    assert state_of(status=404, headers={"cf-mitigated": "challenge"}) == State.ROBOT_WALL


def test_a_redirect_to_the_login_page_is_a_wall() -> None:
    assert state_of(final="https://pasar.example/login?next=/item/4711", text="") == State.LOGIN_WALL


def test_a_login_link_on_a_live_offer_is_no_wall() -> None:
    text = f"{STORY}\nPlease log in to send a message"
    assert state_of(text=text, has_offer=True, signals=frozenset({"password-field"})) == State.LIVE


def test_an_empty_shell_says_nothing() -> None:
    assert state_of(text="Loading") == State.CANNOT_TELL


def test_a_failure_is_unreachable_and_keeps_its_reason() -> None:
    verdict = page_state(Seen(asked=ITEM, failure="The name of this site was not found."))
    assert (verdict.state, verdict.reason) == (State.UNREACHABLE, "The name of this site was not found.")


@pytest.mark.parametrize(
    ("before", "state"),
    [
        (Before(title="Carved box"), State.LIVE),
        (Before(title="Carved wooden box, old", seller="rina"), State.LIVE),
        (Before(title="Garden hose 20 metres"), State.CHANGED),
        (Before(title="Carved box", seller="somebody else"), State.CHANGED),
    ],
)
def test_another_offer_at_the_address_is_changed(before: Before, state: State) -> None:
    assert state_of(before=before, seller="Rina", has_offer=True) == state


@pytest.mark.parametrize(
    ("final", "where"),
    [
        (ITEM, ""),
        ("https://pasar.example/item/4711?ref=x", ""),
        ("https://pasar.example/", "home"),
        ("https://pasar.example/id/", "home"),
        ("https://pasar.example/index.html", "home"),
        ("https://pasar.example/search?q=box", "search"),
        ("https://pasar.example/account/login", "login"),
        ("https://pasar.example/item/4711/carved-box", ""),
    ],
)
def test_where_a_redirect_leads(final: str, where: str) -> None:
    assert redirected_away(ITEM, final) == where


def test_every_reason_is_listed_for_the_translators() -> None:
    named = {value for name, value in vars(reasons).items() if name.isupper() and isinstance(value, str)}
    assert named == set(reasons.ALL)
