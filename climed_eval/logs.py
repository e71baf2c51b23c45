"""What must not be read in a log: links of invitations, which open accounts until they are used."""

import logging
import re

_INVITATION = re.compile(r"(/invitation/)[^/\s\"'?]+")


class HideInvitations(logging.Filter):
    """Takes the token out of an address, whoever logs it."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if "/invitation/" in message:
            record.msg, record.args = _INVITATION.sub(r"\1…", message), ()
        return True


class OneLineRefusals(logging.Filter):
    """A refused request (4xx) is one line: where in the code it was refused tells nobody anything."""

    def filter(self, record: logging.LogRecord) -> bool:
        if 400 <= getattr(record, "status_code", 0) < 500:
            record.exc_info, record.exc_text = None, None
        return True
