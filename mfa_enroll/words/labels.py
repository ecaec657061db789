"""Names that stand on more than one page, or that a page mentions."""

TRY_AGAIN = "Try again"
BACK = "Back"
LEAVE = "Leave"
SCANNED = "I scanned it"
CODES_NOT_ACCEPTED = "Codes are not accepted"

PRACTICE = "PRACTICE"
NOT_AWS = "not AWS"
