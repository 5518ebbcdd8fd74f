"""Query parameters that say who shared an address or how it was found, never which page it is."""

from urllib.parse import unquote

# fmt: off
_NAMES = frozenset(
    (
        "__eep__", "__tn__", "_branch_match_id", "_ga", "_gl", "_hsenc", "_hsmi", "_openstat", "_trkparms", "_trksid",
        "click_key", "click_sum", "cjevent", "dclid", "epik", "fb_action_ids", "fb_action_types", "fb_ref",
        "fb_source", "fbclid", "gad_campaignid", "gad_source", "gbraid", "gclid", "gclsrc", "gs_lcrp", "ig_mid",
        "ig_rid", "igsh", "igshid", "irclickid", "is_from_webapp", "li_fat_id", "mc_cid", "mc_eid", "mibextid",
        "mkcid", "mkevt", "mkrid", "mkt_tok", "msclkid", "oly_anon_id", "oly_enc_id", "rdid", "ref_src", "ref_url",
        "s_kwcid", "sender_device", "sfnsn", "shareid", "sharer", "shareuid", "si", "sp_atk", "spm", "srsltid",
        "tblci", "tt_content", "tt_from", "tt_medium", "ttclid", "twclid", "u_code", "uls_trackid", "ut_sk", "vero_id",
        "wbraid", "wickedid", "wtrid", "wxshare", "xmt", "xptdk", "yclid",
    )
)
# Names so short or plain that another shop may number its goods with them; only known platforms mean sharing.
_NAMES_OF_PLATFORMS = frozenset(
    (
        "_d", "_r", "_t", "action_history", "campaign_id", "checksum", "eid", "extid", "feature", "paipv", "pvid",
        "ref_", "scm", "sec_uid", "sec_user_id", "smid", "smtt", "suid", "tracking_id", "trackingid", "trk", "trkid",
        "un", "web_id",
    )
)
# fmt: on
_BEGINNINGS = ("utm_", "pf_rd_", "hsa_", "share_", "sharer_", "ga_", "mtm_", "__cft__", "__xts__", "matomo_", "pk_camp")


def is_tracking(name: str, *, known: bool = True) -> bool:
    """Whether a parameter of this (still percent-encoded) name tells about people and not about the page.

    `known`: the address is that of a known platform, where a few more names are understood.
    """
    plain = unquote(name).lower()
    return plain in _NAMES or plain.startswith(_BEGINNINGS) or (known and plain in _NAMES_OF_PLATFORMS)
