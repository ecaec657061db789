"""The page of each kind of trouble, in a module for each subject. Importing one teaches ``trouble_page`` its kinds."""

from mfa_enroll.words.troubles import callers, credentials, files, flows, network, profiles, refusals  # noqa: F401 - see above
from mfa_enroll.words.troubles.page import TroublePage, trouble_page

__all__ = ["TroublePage", "trouble_page"]
