"""Every change that capture makes: what a look found is kept."""

from reports.capture.actions.looks import ABOUT_SOMETHING_ELSE, SafePicture, keep_look, price_text

__all__ = ["ABOUT_SOMETHING_ELSE", "SafePicture", "keep_look", "price_text"]
