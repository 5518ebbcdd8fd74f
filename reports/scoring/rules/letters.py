"""Which letters are folded onto which: look-alikes of Latin letters, traditional Chinese, Arabic spellings."""

import unicodedata

# A person reads "іvоrу" with Cyrillic letters as "ivory". Terms are folded too, so Russian and Greek ones still match.
_CYRILLIC = dict(zip("авекмнорстухіјѕԁһԛԝӏьѵ", "abekmhopctyxijsdhqwlbv", strict=True))
_GREEK = dict(zip("αβγεηικνορτυχϲωσ", "abyenikvoptuxcwo", strict=True))
_LATIN = dict(zip("ıɑɡɩɪʏʀɴᴀʙᴄᴅᴇꜰɢʜᴊᴋʟᴍᴏᴘꜱᴛᴜᴠᴡᴢłøɛɔƒħŧ", "iagiiyrnabcdefghjklmopstuvwzloeofht", strict=True))
_ARMENIAN = dict(zip("օոսհցզ", "onuhgq", strict=True))
_QUOTES = dict.fromkeys("‘’‛ʼʹ´′＇", "'")
_DASHES = dict.fromkeys("‐‑‒–—―−・·　   ", " ")

# Arabic is written with and without the marks of alif, and with alif maqsura or ta marbuta for their look-alikes.
_ARABIC = dict(zip("أإآٱىةکی", "ااااىهكى".replace("ى", "ي"), strict=True))

# Only characters that listings of wildlife use; one character each way, so that places in the text stay true.
_TRADITIONAL = (
    "龜鸚鵡鱷魚鯊鱗鳥紅黃馬龍紋書絨樹圖錢獵獁獼貓鶴頂鷯畫鷹鴞雞鴨現貨轉讓價郵來裝連機殼頸齡貝硨乾飾鏈鐲項墜掛擺隨膠鰵極賣買術標萬藥頭東車門風氣膽"
    "養寵對隻個歲蝦湯絲紗線綠藍銀銅鐵鐘邊長輻繡緬陸國級烏鴉鴿鵝動園環亞瑪觀賞顯順運發見談議詳詢盤聯誠預購閒獨獸舊愛島灣場廣華內產純鮮證無專業傘飛"
    "葉種師報聞護組織緝獲罰傳電貼紙張繪塗顏餅點複製筆獅鯨鰓獺優羅諾熱麗緊爾幣單質實數層閃鎖"
)
_SIMPLIFIED = (
    "龟鹦鹉鳄鱼鲨鳞鸟红黄马龙纹书绒树图钱猎犸猕猫鹤顶鹩画鹰鸮鸡鸭现货转让价邮来装连机壳颈龄贝砗干饰链镯项坠挂摆随胶鳘极卖买术标万药头东车门风气胆"
    "养宠对只个岁虾汤丝纱线绿蓝银铜铁钟边长辐绣缅陆国级乌鸦鸽鹅动园环亚玛观赏显顺运发见谈议详询盘联诚预购闲独兽旧爱岛湾场广华内产纯鲜证无专业伞飞"
    "叶种师报闻护组织缉获罚传电贴纸张绘涂颜饼点复制笔狮鲸鳃獭优罗诺热丽紧尔币单质实数层闪锁"
)

LETTERS: dict[str, str] = {
    **_CYRILLIC,
    **_GREEK,
    **_LATIN,
    **_ARMENIAN,
    **_QUOTES,
    **_DASHES,
    **_ARABIC,
    **dict(zip(_TRADITIONAL, _SIMPLIFIED, strict=True)),
}

_ARABIC_MARKS = (*range(0x0610, 0x061B), 0x0640, *range(0x064B, 0x0660), 0x0670)
_VARIATION_SELECTORS = (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), 0x034F, 0x115F, 0x1160, 0x3164, 0xFFA0)

# The blocks that hold such marks: asking about every character there is would take a third of a second.
_BLOCKS = (
    range(0x10000),
    range(0x110B0, 0x110D0),
    range(0x13430, 0x13460),
    range(0x1BCA0, 0x1BCB0),
    range(0x1D170, 0x1D180),
    range(0xE0000, 0xE0200),
)

# Zero-width and bidi marks, soft hyphens, tags, lone surrogates: nobody sees them, and they split words.
DROPPED: frozenset[int] = frozenset(
    [code for block in _BLOCKS for code in block if unicodedata.category(chr(code)) in {"Cf", "Cs"}]
    + [*_ARABIC_MARKS, *_VARIATION_SELECTORS]
)
