"""The words of the example marketplaces' own pages, in the languages of their listings."""

import dataclasses
from collections.abc import Mapping


@dataclasses.dataclass(frozen=True, kw_only=True)
class Words:
    """What a marketplace says around a listing, in one language."""

    home: str
    search: str
    categories: tuple[str, str, str, str]
    sign_in: str
    seller: str
    place: str
    about: str
    buy: str
    chat: str
    similar: str
    sold: str
    gone: str
    gone_more: str
    sign_in_first: str
    robot: str
    nothing: str


WORDS: Mapping[str, Words] = {
    "en": Words(
        home="Home",
        search="Search",
        categories=("Antiques", "Pets", "Fashion", "Phones"),
        sign_in="Sign in",
        seller="Seller",
        place="Location",
        about="About this item",
        buy="Buy now",
        chat="Message seller",
        similar="Similar items you may like",
        sold="Sold",
        gone="This listing is no longer available",
        gone_more="The seller has taken it down or it was removed. See what else is on offer.",
        sign_in_first="Sign in to see this item",
        robot="Please confirm that you are a human",
        nothing="Nothing found. Try another word.",
    ),
    "id": Words(
        home="Beranda",
        search="Cari",
        categories=("Barang antik", "Hewan", "Busana", "Ponsel"),
        sign_in="Masuk",
        seller="Penjual",
        place="Lokasi",
        about="Deskripsi barang",
        buy="Beli sekarang",
        chat="Chat penjual",
        similar="Barang serupa",
        sold="Terjual",
        gone="Iklan ini sudah tidak tersedia",
        gone_more="Penjual menghapusnya atau iklan telah diturunkan. Lihat barang lain.",
        sign_in_first="Masuk untuk melihat barang ini",
        robot="Pastikan Anda bukan robot",
        nothing="Tidak ada hasil. Coba kata lain.",
    ),
    "zh-Hans": Words(
        home="首页",
        search="搜索",
        categories=("古玩", "宠物", "服饰", "手机"),
        sign_in="登录",
        seller="卖家",
        place="所在地",
        about="商品详情",
        buy="立即购买",
        chat="联系卖家",
        similar="猜你喜欢",
        sold="已售出",
        gone="该商品已下架",
        gone_more="卖家已删除该商品，或商品已被移除。看看其他商品吧。",
        sign_in_first="请先登录后查看该商品",
        robot="请完成验证，确认您不是机器人",
        nothing="没有找到相关商品。",
    ),
    "th": Words(
        home="หน้าแรก",
        search="ค้นหา",
        categories=("ของเก่า", "สัตว์เลี้ยง", "แฟชั่น", "มือถือ"),
        sign_in="เข้าสู่ระบบ",
        seller="ผู้ขาย",
        place="ที่ตั้ง",
        about="รายละเอียดสินค้า",
        buy="ซื้อเลย",
        chat="แชตกับผู้ขาย",
        similar="สินค้าที่คล้ายกัน",
        sold="ขายแล้ว",
        gone="ไม่พบประกาศนี้แล้ว",
        gone_more="ผู้ขายลบประกาศหรือประกาศถูกนำออก ดูสินค้าอื่นต่อ",
        sign_in_first="เข้าสู่ระบบเพื่อดูสินค้านี้",
        robot="โปรดยืนยันว่าคุณไม่ใช่หุ่นยนต์",
        nothing="ไม่พบสินค้า ลองคำอื่น",
    ),
    "ar": Words(
        home="الرئيسية",
        search="بحث",
        categories=("تحف", "حيوانات", "أزياء", "هواتف"),
        sign_in="تسجيل الدخول",
        seller="البائع",
        place="الموقع",
        about="وصف المنتج",
        buy="اشتر الآن",
        chat="راسل البائع",
        similar="منتجات مشابهة",
        sold="تم البيع",
        gone="هذا الإعلان لم يعد متاحًا",
        gone_more="حذفه البائع أو تمت إزالته. شاهد منتجات أخرى.",
        sign_in_first="سجل الدخول لرؤية هذا المنتج",
        robot="يرجى التأكيد أنك لست روبوتًا",
        nothing="لا توجد نتائج.",
    ),
    "vi": Words(
        home="Trang chủ",
        search="Tìm kiếm",
        categories=("Đồ cổ", "Thú cưng", "Thời trang", "Điện thoại"),
        sign_in="Đăng nhập",
        seller="Người bán",
        place="Khu vực",
        about="Mô tả sản phẩm",
        buy="Mua ngay",
        chat="Chat với người bán",
        similar="Sản phẩm tương tự",
        sold="Đã bán",
        gone="Tin đăng này không còn tồn tại",
        gone_more="Người bán đã gỡ tin hoặc tin đã bị xóa. Xem sản phẩm khác.",
        sign_in_first="Đăng nhập để xem sản phẩm này",
        robot="Vui lòng xác nhận bạn không phải là robot",
        nothing="Không tìm thấy kết quả.",
    ),
    "fr": Words(
        home="Accueil",
        search="Rechercher",
        categories=("Antiquités", "Animaux", "Mode", "Téléphones"),
        sign_in="Se connecter",
        seller="Vendeur",
        place="Lieu",
        about="Description",
        buy="Acheter",
        chat="Contacter le vendeur",
        similar="Annonces similaires",
        sold="Vendu",
        gone="Cette annonce n’est plus disponible",
        gone_more="Le vendeur l’a supprimée ou elle a été retirée. Voyez d’autres annonces.",
        sign_in_first="Connectez-vous pour voir cette annonce",
        robot="Merci de confirmer que vous n’êtes pas un robot",
        nothing="Aucun résultat.",
    ),
    "es": Words(
        home="Inicio",
        search="Buscar",
        categories=("Antigüedades", "Animales", "Moda", "Móviles"),
        sign_in="Iniciar sesión",
        seller="Vendedor",
        place="Ubicación",
        about="Descripción",
        buy="Comprar ahora",
        chat="Escribir al vendedor",
        similar="Anuncios similares",
        sold="Vendido",
        gone="Este anuncio ya no está disponible",
        gone_more="El vendedor lo ha borrado o ha sido retirado. Mira otros anuncios.",
        sign_in_first="Inicia sesión para ver este anuncio",
        robot="Confirma que no eres un robot",
        nothing="Sin resultados.",
    ),
}
