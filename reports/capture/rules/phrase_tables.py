"""The words by which pages say gone, sold, log in, or prove that you are human; phrases stand between semicolons."""

GONE = {
    "en": """
        no longer available; no longer exists; page not found; item not found; listing not found;
        product not found; has been removed; been deleted; does not exist; doesn't exist; isn't available;
        is not available; can't be found; cannot be found; couldn't find; could not find; couldn't be found;
        not be found; is unavailable; currently unavailable; has expired; listing is inactive; error 404;
        404 not found; taken down
    """,
    "id": """
        tidak tersedia; sudah tidak ada; tidak ditemukan; telah dihapus; sudah dihapus; tidak lagi tersedia;
        sudah tidak aktif; tidak aktif; halaman tidak ada; barang hilang; iklan kedaluwarsa; produk dihapus
    """,
    "ms": """
        tidak lagi wujud; tidak wujud; tidak dijumpai; telah dipadam; telah dibuang; telah dialih keluar
    """,
    "zh-Hans": """
        已下架; 已失效; 已删除; 不存在; 页面不存在; 商品不存在; 找不到; 已被删除; 已过期; 无法找到; 未找到;
        宝贝不存在; 已经下架; 页面消失了; 不再提供; 已被移除
    """,
    "zh-Hant": """
        已刪除; 頁面不存在; 已被刪除; 已過期; 無法找到; 找不到; 不再提供; 已被移除; 商品已下架; 賣場不存在;
        已結束刊登
    """,
    "fr": """
        n'est plus disponible; n'est plus en ligne; n'existe plus; n'existe pas; page introuvable; introuvable;
        a été supprimée; a été supprimé; annonce désactivée; annonce expirée; a expiré; a été retirée;
        a été retiré; ne sont plus disponibles
    """,
    "es": """
        ya no está disponible; no está disponible; ya no existe; no existe; página no encontrada; no encontrado;
        no se encontró; no encontramos; ha sido eliminado; ha sido eliminada; fue eliminado; fue eliminada;
        anuncio caducado; ha caducado; publicación pausada
    """,
    "vi": """
        không còn tồn tại; không tồn tại; không tìm thấy; không còn nữa; đã bị xóa; đã bị xoá; đã bị gỡ;
        đã hết hạn; đã ẩn; không khả dụng; không còn khả dụng; tin đăng này đã
    """,
    "th": """
        ไม่พบหน้า; ไม่พบสินค้า; ไม่พบประกาศ; ถูกลบ; ไม่มีอยู่; ไม่พร้อมใช้งาน; หมดอายุ; ปิดประกาศ; ไม่มีสินค้านี้; สินค้านี้ไม่มีแล้ว;
        ไม่มีจำหน่ายแล้ว; ไม่มีให้บริการ
    """,
    "pt": """
        não está mais disponível; não está disponível; já não está disponível; não existe mais; não existe;
        página não encontrada; não encontrado; não encontrada; não encontramos; foi removido; foi removida;
        foi excluído; foi excluída; anúncio expirado; anúncio desativado; expirou
    """,
    "de": """
        nicht mehr verfügbar; nicht verfügbar; existiert nicht; existiert leider nicht; nicht gefunden;
        wurde gelöscht; wurde entfernt; nicht mehr online; ist abgelaufen; wurde deaktiviert
    """,
    "ja": """
        見つかりません; 存在しません; 削除されました; 削除されています; ページがありません; 公開が終了;
        掲載は終了; 掲載終了; ご覧いただけません; お探しのページ; 取り扱いがありません; 販売停止
    """,
    "ko": """
        찾을 수 없습니다; 존재하지 않; 삭제되었습니다; 삭제된; 판매중지; 판매 중지; 만료되었습니다;
        더 이상 판매하지 않; 이용할 수 없습니다
    """,
    "ar": """
        لم يعد متاح; لم تعد متاح; غير متاح; غير متوفر; غير موجود; لم يتم العثور; تم حذف; تمت إزالة;
        الصفحة غير موجودة; انتهت صلاحية; لا يمكن العثور
    """,
    "hi": """
        उपलब्ध नहीं; नहीं मिला; नहीं मिली; हटा दिया गया; हटा दी गई; मौजूद नहीं; समाप्त हो गया; समाप्त हो गई
    """,
}

# Whole sentences: a seller's "150 sold" or "sold as seen" is no end of a listing.
SOLD = {
    "en": """
        item has been sold; this has been sold; listing has been sold; product has been sold; it has been sold;
        has already been sold; item is sold; item was sold; this is sold; item sold out; is sold out;
        listing has ended; listing was ended; listing ended; auction has ended; auction ended;
        bidding has ended; sale has ended; marked as sold; is out of stock; this item is out of stock
    """,
    "id": """
        sudah terjual; telah terjual; barang terjual; iklan terjual; sudah laku; stok habis; lelang selesai;
        lelang telah berakhir; produk habis
    """,
    "ms": """
        telah dijual; sudah dijual; habis dijual; kehabisan stok; lelongan tamat
    """,
    "zh-Hans": """
        已经售出; 该商品已售; 宝贝已售出; 商品已售出; 已售罄; 已售完; 拍卖已结束; 交易已结束; 已卖掉
    """,
    "zh-Hant": """
        已經售出; 商品已售出; 已售罄; 已售完; 拍賣已結束; 已結標; 已賣出
    """,
    "fr": """
        a été vendu; a été vendue; article vendu; annonce vendue; déjà vendu; enchère terminée; vente terminée;
        en rupture de stock
    """,
    "es": """
        ya se vendió; ha sido vendido; fue vendido; artículo vendido; anuncio vendido; subasta finalizada;
        publicación finalizada; está agotado; sin existencias
    """,
    "vi": """
        đã được bán; đã bán hết; sản phẩm đã bán; tin đã bán; đã hết hàng; tạm hết hàng;
        phiên đấu giá đã kết thúc
    """,
    "th": """
        ขายไปแล้ว; ขายแล้ว; สินค้าหมด; หมดสต็อก; การประมูลสิ้นสุด; ประกาศนี้ขายแล้ว
    """,
    "pt": """
        foi vendido; foi vendida; já foi vendido; item vendido; anúncio vendido; leilão encerrado;
        anúncio finalizado; está esgotado; produto esgotado; fora de estoque
    """,
    "de": """
        wurde verkauft; ist verkauft; bereits verkauft; artikel verkauft; ist ausverkauft; auktion beendet;
        angebot wurde beendet; angebot beendet
    """,
    "ja": """
        売り切れました; 売り切れです; 完売しました; 売約済み; この商品は売れました; オークションは終了;
        終了しました; 在庫切れ
    """,
    "ko": """
        판매완료; 판매 완료; 거래완료; 거래 완료; 품절되었습니다; 일시품절; 경매가 종료; 경매 종료
    """,
    "ar": """
        تم البيع; تم بيع; نفدت الكمية; نفذت الكمية; انتهى المزاد; انتهت المزايدة; بيعت
    """,
    "hi": """
        बिक चुका; बिक चुकी; बिक गया; बिक गई; स्टॉक में नहीं; नीलामी समाप्त
    """,
}

# A line, or the bracketed opening of a title, that says nothing else.
SOLD_BADGES = """
    sold; sold out; ended; out of stock; terjual; habis; laku; dijual habis; 已售; 已售出; 售罄; 已賣出; 售出;
    已结束; 已結束; vendu; vendue; épuisé; vendido; vendida; agotado; esgotado; đã bán; hết hàng; ขายแล้ว;
    หมดแล้ว; สินค้าหมด; verkauft; ausverkauft; 売り切れ; 売切れ; 売切; 完売; 売約済; 판매완료; 품절; 거래완료;
    تم البيع; مباع; مباعة; نفد; बिक गया; बिक चुका
"""

LOGIN = {
    "en": """
        log in to continue; sign in to continue; please log in; please sign in; log in or sign up;
        log in to see; log in to view; sign in to view; sign in to see; you must log in; you must be logged in;
        log in to your account; sign in to your account; login required; members only; log into;
        create an account or log in
    """,
    "id": """
        silakan masuk; silakan login; masuk untuk melanjutkan; login untuk melanjutkan; masuk untuk melihat;
        login untuk melihat; harus login; harus masuk; masuk atau daftar; masuk ke akun
    """,
    "ms": """
        sila log masuk; log masuk untuk; anda mesti log masuk; log masuk atau daftar
    """,
    "zh-Hans": """
        请登录; 请先登录; 登录后查看; 登录后可; 登录以继续; 需要登录; 扫码登录; 账号登录; 登录或注册
    """,
    "zh-Hant": """
        請登入; 請先登入; 登入後查看; 登入後才能; 登入以繼續; 需要登入; 登入或註冊
    """,
    "fr": """
        connectez-vous; veuillez vous connecter; identifiez-vous; vous devez être connecté; se connecter pour
    """,
    "es": """
        inicia sesión; inicie sesión; iniciar sesión para; debes iniciar sesión; ingresa a tu cuenta
    """,
    "vi": """
        vui lòng đăng nhập; đăng nhập để; bạn cần đăng nhập; bạn phải đăng nhập; đăng nhập hoặc đăng ký
    """,
    "th": """
        กรุณาเข้าสู่ระบบ; โปรดเข้าสู่ระบบ; เข้าสู่ระบบเพื่อ; ต้องเข้าสู่ระบบ; กรุณาล็อกอิน
    """,
    "pt": """
        faça login; faça o login; entre na sua conta; inicie sessão; é preciso entrar; entre para continuar;
        fazer login para
    """,
    "de": """
        bitte melden sie sich an; bitte melde dich an; melde dich an; melden sie sich an; bitte einloggen;
        anmelden, um; einloggen, um; sie müssen angemeldet sein
    """,
    "ja": """
        ログインしてください; ログインが必要; ログインして続; サインインしてください; ログインすると
    """,
    "ko": """
        로그인해 주세요; 로그인해주세요; 로그인이 필요; 로그인 후; 로그인하세요; 로그인하여
    """,
    "ar": """
        يرجى تسجيل الدخول; الرجاء تسجيل الدخول; سجل الدخول; سجّل الدخول; قم بتسجيل الدخول; تسجيل الدخول للمتابعة;
        يجب تسجيل الدخول
    """,
    "hi": """
        लॉग इन करें; लॉगिन करें; साइन इन करें; लॉग इन करना होगा
    """,
}

ROBOT = {
    "en": """
        verify you are human; verify that you are human; are you a robot; not a robot; are you human;
        confirm you are human; prove you are human; checking your browser;
        checking if the site connection is secure; unusual traffic; automated access; automated requests;
        enable javascript and cookies to continue; complete the captcha; complete the security check;
        solve the captcha; security verification; pardon our interruption; performing security verification;
        press & hold; press and hold; slide to verify; attention required! | cloudflare;
        access to this page has been denied
    """,
    "id": """
        bukan robot; verifikasi bahwa anda manusia; verifikasi keamanan; lalu lintas tidak biasa;
        geser untuk verifikasi; pemeriksaan keamanan
    """,
    "ms": """
        sahkan anda manusia; pengesahan keselamatan
    """,
    "zh-Hans": """
        安全验证; 人机验证; 请完成验证; 滑动验证; 拖动滑块; 请按住滑块; 您不是机器人; 验证您是真人;
        访问过于频繁; 异常流量; 访问验证
    """,
    "zh-Hant": """
        安全驗證; 人機驗證; 請完成驗證; 滑動驗證; 您不是機器人; 我不是機器人; 驗證您是真人; 異常流量
    """,
    "fr": """
        vous n'êtes pas un robot; pas un robot; êtes humain; trafic inhabituel; vérification de sécurité
    """,
    "es": """
        no eres un robot; no soy un robot; no es un robot; eres humano; es humano; tráfico inusual;
        verificación de seguridad
    """,
    "vi": """
        không phải là robot; không phải robot; bạn là con người; xác minh bảo mật;
        lưu lượng truy cập bất thường
    """,
    "th": """
        ไม่ใช่โปรแกรมอัตโนมัติ; ไม่ใช่หุ่นยนต์; ไม่ใช่บอท; ยืนยันว่าคุณเป็นมนุษย์; ตรวจสอบความปลอดภัย
    """,
    "pt": """
        não é um robô; não sou um robô; você é humano; é humano; tráfego incomum; verificação de segurança
    """,
    "de": """
        kein roboter; ein mensch sind; ungewöhnlichen datenverkehr; sicherheitsüberprüfung; sicherheitsprüfung
    """,
    "ja": """
        ロボットではありません; ロボットではないこと; 人間であることを確認; 通常と異なるトラフィック;
        セキュリティ確認; 画像認証
    """,
    "ko": """
        로봇이 아닙니다; 로봇이 아님; 사람인지 확인; 보안 확인; 비정상적인 트래픽; 자동입력 방지
    """,
    "ar": """
        لست روبوت; لست برنامج روبوت; أنك إنسان; أنك لست روبوت; التحقق الأمني; حركة مرور غير عادية
    """,
    "hi": """
        रोबोट नहीं; आप इंसान हैं; सुरक्षा जांच; असामान्य ट्रैफ़िक
    """,
}
