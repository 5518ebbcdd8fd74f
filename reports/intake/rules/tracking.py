"""Query parameters that say who shared an address or how it was found, never which page it is."""

from urllib.parse import unquote

# fmt: off
_NAMES = frozenset(
    (
        "_branch_match_id", "_ga", "_gl", "_r", "_t", "_trkparms", "_trksid", "__tn__", "action_history",
        "campaign_id", "click_key", "click_sum", "dclid", "eid", "epik", "extid", "fb_action_ids",
        "fb_action_types", "fb_ref", "fb_source", "fbclid", "feature", "gbraid", "gclid", "gclsrc", "gs_lcrp",
        "igsh", "igshid", "is_from_webapp", "li_fat_id", "mc_cid", "mc_eid", "mibextid", "mkcid", "mkevt",
        "mkrid", "msclkid", "oly_anon_id", "oly_enc_id", "pvid", "rdid", "ref_", "ref_src", "ref_url",
        "s_kwcid", "scm", "sender_device", "shareid", "sharer", "shareuid", "si", "smid", "sp_atk", "spm",
        "srsltid", "tracking_id", "trackingid", "trk", "trkid", "tt_from", "ttclid", "twclid", "u_code",
        "ut_sk", "vero_id", "wbraid", "wickedid", "wxshare", "xptdk", "yclid",
    )
)
# fmt: on
_BEGINNINGS = ("utm_", "pf_rd_", "hsa_", "share_", "sharer_", "ga_", "mtm_", "pk_", "__cft__", "__xts__", "matomo_")


def is_tracking(name: str) -> bool:
    """Whether a parameter of this (still percent-encoded) name tells about people and not about the page."""
    plain = unquote(name).lower()
    return plain in _NAMES or plain.startswith(_BEGINNINGS)
